using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Where operations are followed. Each family answers in its own way.</summary>
internal sealed class MapOperations(ArmRoutes routes, LongRunning longRunning, OperationUrls urls)
{
    public void Map()
    {
        const string region = "/subscriptions/{subscription}/providers/{0}/locations/{location}";
        var network = region.Replace("{0}", ResourceProviders.Network, StringComparison.Ordinal);
        var postgres = region.Replace("{0}", ResourceProviders.PostgreSql, StringComparison.Ordinal);
        const string dns = "/subscriptions/{subscription}/resourceGroups/{operationGroup}/providers/Microsoft.Network";
        var (servers, zones) = (ResourceProviders.FlexibleServers, ResourceProviders.PrivateDnsZones);
        var groups = ResourceProviders.ResourceGroups;
        routes.Operation($"{network}/operations/{{id}}", ResourceProviders.NetworkOperations, request => Poll(request, AnswerNetwork));
        routes.Operation($"{network}/operationResults/{{id}}", ResourceProviders.NetworkOperations, request => Poll(request, AnswerResult));
        routes.Operation($"{postgres}/azureAsyncOperation/{{id}}", servers, request => Poll(request, AnswerPostgres));
        routes.Operation($"{postgres}/operationResults/{{id}}", servers, request => Poll(request, AnswerResult));
        routes.Operation($"{dns}/privateDnsOperationStatuses/{{id}}", zones, request => Poll(request, AnswerDns));
        routes.Operation($"{dns}/privateDnsOperationResults/{{id}}", zones, request => Poll(request, AnswerResult));
        routes.Operation("/subscriptions/{subscription}/operationresults/{id}", groups, request => Poll(request, AnswerResult));
    }

    private ArmAnswer Poll(ArmRequest request, Func<ArmRequest, Operation, ArmAnswer> answer)
    {
        var raw = request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = raw.Split('?')[0];
        if (!request.State.Operations.TryGet(path, out var operation) || !urls.IsExact(operation, path, raw))
        {
            throw ArmErrors.Gateway(404, "OperationNotFound",
                "There is no such operation, or its URL was not repeated byte for byte as it was handed out.");
        }
        operation.Polls++;
        return longRunning.Advise(answer(request, operation), operation);
    }

    private static ArmAnswer AnswerNetwork(ArmRequest request, Operation operation) => new(200, Body(operation, withDetails: true));

    private static ArmAnswer AnswerPostgres(ArmRequest request, Operation operation)
    {
        var body = new JsonObject
        {
            ["name"] = operation.Id.ToString(),
            ["status"] = operation.Status,
            ["startTime"] = LongRunning.StartTime(operation),
        };
        if (operation.Error is { } error) body["error"] = Describe(error, withDetails: false);
        return new ArmAnswer(200, body);
    }

    // Private DNS answers 202 as long as it works, and repeats both URLs.
    private ArmAnswer AnswerDns(ArmRequest request, Operation operation)
    {
        if (operation.IsDone) return new ArmAnswer(200, DnsBody(operation));
        return longRunning.Both(new ArmAnswer(202, DnsBody(operation)), operation, request.BaseUrl);
    }

    private ArmAnswer AnswerResult(ArmRequest request, Operation operation)
    {
        if (!operation.IsDone)
            return new ArmAnswer(202).With("Location", urls.Result(operation, request.BaseUrl));
        if (operation.Error is { } error)
        {
            // What the gateway itself cannot do, it calls a conflict.
            var status = operation.Family == OperationFamily.Gateway ? 409 : 400;
            return new ArmAnswer(status, new JsonObject { ["error"] = Describe(error, operation.Family == OperationFamily.Network) });
        }
        return operation.Family switch
        {
            OperationFamily.Gateway => new ArmAnswer(200),
            _ => operation.Result?.Invoke() is { } result ? new ArmAnswer(200, result) : new ArmAnswer(204),
        };
    }

    private static JsonObject Body(Operation operation, bool withDetails)
    {
        var body = new JsonObject { ["status"] = operation.Status };
        if (operation.Error is { } error) body["error"] = Describe(error, withDetails);
        return body;
    }

    private static JsonObject DnsBody(Operation operation)
    {
        if (operation.Error is not { } error) return Body(operation, withDetails: false);
        return new JsonObject { ["error"] = Describe(error, withDetails: false), ["status"] = operation.Status };
    }

    private static JsonObject Describe(OperationError error, bool withDetails)
    {
        var body = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
        if (error.Detail is { } detail)
            body["details"] = new JsonArray(new JsonObject { ["code"] = detail.Code, ["message"] = detail.Message });
        else if (withDetails || error.Causes.Count > 0) body["details"] = new JsonArray([.. error.Causes.Select(DescribeCause)]);
        return body;
    }

    // The provider's whole answer, as text.
    private static JsonNode DescribeCause((ResourceId Id, OperationError Why) cause) => new JsonObject
    {
        ["target"] = cause.Id.Value,
        ["message"] = new JsonObject { ["error"] = Describe(cause.Why, withDetails: true) }.ToJsonString(),
    };
}
