using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Starts operations and answers for them in each provider's way.</summary>
internal sealed class LongRunning(OperationTiming timing, OperationUrls urls)
{
    /// <summary>
    /// Microsoft.Network's PUT: the resource at once, and where to follow. With nothing to do the operation has ended already,
    /// but the header is there all the same.
    /// </summary>
    public ArmAnswer NetworkPut(ArmRequest request, ArmResource resource, int status, string region, Func<OperationError?>? complete)
    {
        var operation = StartNetwork(request, region, complete, () => resource.ProvisioningState = "Failed");
        NoteWrite(request, resource, operation);
        return Advise(new ArmAnswer(status, resource.Render())
            .With("Azure-AsyncOperation", urls.Status(operation, request.BaseUrl))
            .With("Azure-AsyncNotification", "Enabled"), operation);
    }

    /// <summary>A write that Microsoft.Network does not notify about: zone groups and service connections.</summary>
    public ArmAnswer NetworkChild(
        ArmRequest request, JsonObject body, int status, string region, Func<OperationError?>? complete, Action? abandon)
    {
        var operation = StartNetwork(request, region, complete, abandon);
        return Advise(new ArmAnswer(status, body).With("Azure-AsyncOperation", urls.Status(operation, request.BaseUrl)), operation);
    }

    /// <summary>Microsoft.Network's DELETE of a resource that has a state of its own.</summary>
    public ArmAnswer NetworkDelete(
        ArmRequest request, ArmResource resource, string region, Func<OperationError?> remove, bool notifies = true)
    {
        var complete = Removal(request, resource, remove, "Failed");
        var operation = StartNetwork(request, region, complete, () => resource.ProvisioningState = "Failed");
        NoteWrite(request, resource, operation);
        return NetworkDelete(request, operation, notifies);
    }

    public ArmAnswer NetworkDelete(
        ArmRequest request, string region, Func<OperationError?> complete, bool notifies = true, Action? abandon = null) =>
        NetworkDelete(request, StartNetwork(request, region, complete, abandon), notifies);

    private ArmAnswer NetworkDelete(ArmRequest request, Operation operation, bool notifies) => Advise(
        Both(new ArmAnswer(202), operation, request.BaseUrl).With("Azure-AsyncNotification", notifies ? "Enabled" : null), operation);

    /// <summary>Private DNS: 202 and {} for a PUT, 202 and nothing for a DELETE.</summary>
    public ArmAnswer PrivateDns(
        ArmRequest request, string name, Func<OperationError?> complete, Func<JsonNode?> result) =>
        PrivateDns(request, name, complete, result, isDelete: false, abandon: null);

    /// <summary>A DELETE that private DNS refuses leaves the resource as it was.</summary>
    public ArmAnswer PrivateDnsDelete(ArmRequest request, ArmResource resource, string name, Func<OperationError?> remove) => PrivateDns(
        request, name, Removal(request, resource, remove, "Succeeded"), () => new JsonObject(), isDelete: true,
        abandon: () => resource.ProvisioningState = "Succeeded");

    private ArmAnswer PrivateDns(
        ArmRequest request, string name, Func<OperationError?> complete, Func<JsonNode?> result, bool isDelete, Action? abandon)
    {
        var id = Guid.NewGuid();
        var text = $"FrontEndAsyncOperation;{name};{id}_{request.Subscription.Id}";
        var encoded = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        var group = Uri.EscapeDataString(request.Group.Name);
        var prefix = $"/subscriptions/{request.Subscription.Id}/resourceGroups/{group}/providers/Microsoft.Network";
        var operation = Start(
            request, OperationFamily.PrivateDns, id,
            $"{prefix}/privateDnsOperationStatuses/{encoded}", $"{prefix}/privateDnsOperationResults/{encoded}",
            complete, result, abandon);
        return Advise(Both(new ArmAnswer(202, isDelete ? null : new JsonObject()), operation, request.BaseUrl), operation);
    }

    /// <summary>DBforPostgreSQL: 202 with a record of the operation, not with the resource.</summary>
    public ArmAnswer PostgreSql(
        ArmRequest request, string name, string location,
        Func<OperationError?> complete, Func<JsonNode?>? result = null, Action? abandon = null)
    {
        var id = Guid.NewGuid();
        var region = Uri.EscapeDataString(location);
        var prefix = $"/subscriptions/{request.Subscription.Id}/providers/Microsoft.DBforPostgreSQL/locations/{region}";
        var operation = Start(
            request, OperationFamily.PostgreSql, id, $"{prefix}/azureAsyncOperation/{id}", $"{prefix}/operationResults/{id}",
            complete, result, abandon);
        var body = new JsonObject { ["operation"] = name, ["startTime"] = StartTime(operation) };
        return Advise(Both(new ArmAnswer(202, body), operation, request.BaseUrl), operation);
    }

    /// <summary>serverGroupsv2: the resource at once, and a PostgreSQL operation to follow.</summary>
    public ArmAnswer ServerGroup(
        ArmRequest request, int status, JsonObject body, string name, string location, Func<OperationError?> complete,
        Action? abandon = null)
    {
        var accepted = PostgreSql(request, name, location, complete, abandon: abandon);
        var answer = new ArmAnswer(status, body);
        answer.Headers.AddRange(accepted.Headers);
        return answer;
    }

    /// <summary>A POST that Microsoft.Network carries out in an operation whose Location has the result.</summary>
    public ArmAnswer NetworkAction(ArmRequest request, string region, JsonObject result)
    {
        var operation = StartNetwork(request, region, () => null, null, () => result.DeepClone());
        return Advise(Both(new ArmAnswer(202), operation, request.BaseUrl), operation);
    }

    /// <summary>The gateway's own: a Location to be asked until it answers 200, and nothing else.</summary>
    public ArmAnswer Gateway(ArmRequest request, string job, string region, Func<OperationError?> complete, Action abandon)
    {
        var id = Guid.NewGuid();
        var unique = id.ToString("N")[..16].ToUpperInvariant();
        var text = $$"""{"jobId":"{{job}}|{{unique}}-{{region.ToUpperInvariant()}}","jobLocation":"{{region}}"}""";
        var encoded = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        var operation = Start(
            request, OperationFamily.Gateway, id, "", $"/subscriptions/{request.Subscription.Id}/operationresults/{encoded}", complete,
            abandon: abandon);
        return Advise(new ArmAnswer(202).With("Location", urls.Result(operation, request.BaseUrl)), operation);
    }

    /// <summary>Adds what an unfinished answer says about waiting.</summary>
    public ArmAnswer Advise(ArmAnswer answer, Operation operation)
    {
        if (operation.IsDone) return answer;
        answer.Headers.AddRange(timing.WaitHeaders(operation));
        return answer;
    }

    public ArmAnswer Both(ArmAnswer answer, Operation operation, string baseUrl) => answer
        .With("Azure-AsyncOperation", urls.Status(operation, baseUrl))
        .With("Location", urls.Result(operation, baseUrl));

    public static string StartTime(Operation operation) =>
        operation.Started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture);

    /// <summary>
    /// Marks the resource as leaving. The work looks again when its time has come: what refuses it then keeps the resource, and what
    /// was removed already, or made anew under the same name, is left alone.
    /// </summary>
    private static Func<OperationError?> Removal(ArmRequest request, ArmResource resource, Func<OperationError?> remove, string refused)
    {
        var state = request.State;
        resource.ProvisioningState = "Deleting";
        resource.NextGeneration();
        return () =>
        {
            if (state.Find(resource.Id) != resource) return null;
            var obstacle = remove();
            if (obstacle is not null) resource.ProvisioningState = refused;
            return obstacle;
        };
    }

    // A second delete of the same does not take the place of the first.
    private static void NoteWrite(ArmRequest request, ArmResource resource, Operation operation)
    {
        var (network, name) = resource switch
        {
            VirtualNetwork own => (own, "VirtualNetwork"),
            Subnet subnet => (subnet.Network, "Subnet"),
            VirtualNetworkPeering peering => (peering.Network, "VirtualNetworkPeering"),
            _ => (null, ""),
        };
        if (network is null or { LastWrite.Operation.IsDone: false }) return;
        network.LastWrite = new NetworkWrite($"{(HttpMethods.IsDelete(request.Method) ? "Delete" : "Put")}{name}Operation", operation);
    }

    private Operation StartNetwork(
        ArmRequest request, string region, Func<OperationError?>? complete, Action? abandon, Func<JsonNode?>? result = null)
    {
        var prefix = $"/subscriptions/{request.Subscription.Id}/providers/Microsoft.Network/locations/{region}";
        return Start(
            request, OperationFamily.Network, request.RequestId,
            $"{prefix}/operations/{request.RequestId}", $"{prefix}/operationResults/{request.RequestId}",
            complete, result, abandon);
    }

    // An empty status path: only the result can be asked for. Nothing to complete: it has ended already.
    private Operation Start(
        ArmRequest request, OperationFamily family, Guid id, string statusPath, string resultPath,
        Func<OperationError?>? complete, Func<JsonNode?>? result = null, Action? abandon = null)
    {
        if (complete is not null && family != OperationFamily.Gateway) complete = InItsGroup(request, complete);
        var operation = new Operation
        {
            Id = id,
            Family = family,
            StatusPath = statusPath,
            ResultPath = resultPath,
            ApiVersion = request.ApiVersion,
            Started = request.Now,
            Due = complete is null ? request.Now : request.Now + timing.Duration,
            Complete = complete,
            Abandon = abandon,
            Result = result,
        };
        if (FaultGate.Of(request.Http)?.Operation is { } fault) operation = operation.WithFault(fault);
        request.State.Operations.Add(operation);
        return operation;
    }

    // What the group took along when it went is not made after it.
    private static Func<OperationError?> InItsGroup(ArmRequest request, Func<OperationError?> complete)
    {
        if (!request.Http.Request.RouteValues.ContainsKey("group")) return complete;
        var (groups, group) = (request.Subscription.Groups, request.Group);
        return () => groups.GetValueOrDefault(group.Name) == group
            ? complete()
            : new OperationError("ResourceGroupNotFound", $"Resource group '{group.Name}' could not be found.");
    }
}
