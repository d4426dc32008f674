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
        var operation = StartNetwork(request, region, complete, resource);
        return Advise(new ArmAnswer(status, resource.Render())
            .With("Azure-AsyncOperation", urls.Status(operation, request.BaseUrl))
            .With("Azure-AsyncNotification", "Enabled"), operation);
    }

    /// <summary>A write that Microsoft.Network does not notify about: zone groups and service connections.</summary>
    public ArmAnswer NetworkChild(
        ArmRequest request, JsonObject body, int status, string region, Func<OperationError?>? complete, ArmResource? resource = null)
    {
        var operation = StartNetwork(request, region, complete, resource);
        return Advise(new ArmAnswer(status, body).With("Azure-AsyncOperation", urls.Status(operation, request.BaseUrl)), operation);
    }

    public ArmAnswer NetworkDelete(
        ArmRequest request, string region, Func<OperationError?> complete, ArmResource? resource = null, bool notifies = true)
    {
        var operation = StartNetwork(request, region, complete, resource);
        return Advise(new ArmAnswer(202)
            .With("Azure-AsyncOperation", urls.Status(operation, request.BaseUrl))
            .With("Location", urls.Result(operation, request.BaseUrl))
            .With("Azure-AsyncNotification", notifies ? "Enabled" : null), operation);
    }

    /// <summary>Private DNS: 202 and {} for a PUT, 202 and nothing for a DELETE.</summary>
    public ArmAnswer PrivateDns(
        ArmRequest request, string name, Func<OperationError?> complete, Func<JsonNode?> result, bool isDelete = false)
    {
        var id = Guid.NewGuid();
        var text = $"FrontEndAsyncOperation;{name};{id}_{request.Subscription.Id}";
        var encoded = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        var group = Uri.EscapeDataString(request.Group.Name);
        var prefix = $"/subscriptions/{request.Subscription.Id}/resourceGroups/{group}/providers/Microsoft.Network";
        var operation = Start(
            request, OperationFamily.PrivateDns, id,
            $"{prefix}/privateDnsOperationStatuses/{encoded}", $"{prefix}/privateDnsOperationResults/{encoded}",
            complete, result);
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
        ArmRequest request, int status, JsonObject body, string name, string location, Func<OperationError?> complete)
    {
        var accepted = PostgreSql(request, name, location, complete);
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
    public ArmAnswer Gateway(ArmRequest request, string job, string region, Func<OperationError?> complete)
    {
        var id = Guid.NewGuid();
        var unique = id.ToString("N")[..16].ToUpperInvariant();
        var text = $$"""{"jobId":"{{job}}|{{unique}}-{{region.ToUpperInvariant()}}","jobLocation":"{{region}}"}""";
        var encoded = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        var operation = Start(
            request, OperationFamily.Gateway, id, "", $"/subscriptions/{request.Subscription.Id}/operationresults/{encoded}", complete);
        return Advise(new ArmAnswer(202).With("Location", urls.Result(operation, request.BaseUrl)), operation);
    }

    /// <summary>Adds what an unfinished answer says about waiting.</summary>
    public ArmAnswer Advise(ArmAnswer answer, Operation operation)
    {
        if (operation.IsDone) return answer;
        var (name, value) = timing.WaitHeader(operation);
        return answer.With(name, value);
    }

    public ArmAnswer Both(ArmAnswer answer, Operation operation, string baseUrl) => answer
        .With("Azure-AsyncOperation", urls.Status(operation, baseUrl))
        .With("Location", urls.Result(operation, baseUrl));

    public static string StartTime(Operation operation) =>
        operation.Started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture);

    private Operation StartNetwork(
        ArmRequest request, string region, Func<OperationError?>? complete, ArmResource? resource, Func<JsonNode?>? result = null)
    {
        var prefix = $"/subscriptions/{request.Subscription.Id}/providers/Microsoft.Network/locations/{region}";
        return Start(
            request, OperationFamily.Network, request.RequestId,
            $"{prefix}/operations/{request.RequestId}", $"{prefix}/operationResults/{request.RequestId}",
            complete, result, abandon: () => resource?.ProvisioningState = "Failed");
    }

    // An empty status path: only the result can be asked for. Nothing to complete: it has ended already.
    private Operation Start(
        ArmRequest request, OperationFamily family, Guid id, string statusPath, string resultPath,
        Func<OperationError?>? complete, Func<JsonNode?>? result = null, Action? abandon = null)
    {
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
}
