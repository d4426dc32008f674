using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Core;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Arm;

/// <summary>
/// The calls to Azure, one method a call, one file a resource family.
/// </summary>
internal sealed partial class ArmGateway
{
    private const int Attempts = 6;

    private readonly ArmPipeline _pipeline;
    private readonly LongRunning _operations;
    private readonly TimeProvider _clock;

    public ArmGateway(AzureConnection connection, TimeProvider clock, Action<ArmTrace> trace)
    {
        Connection = connection;
        _clock = clock;
        _pipeline = new(connection, trace);
        _operations = new(_pipeline, clock);
    }

    /// <summary>Under whose name the calls are made.</summary>
    public AzureConnection Connection { get; }

    private async Task<Response> PutAsync<T>(
        string path, string apiVersion, T body, JsonTypeInfo<T> type, MatchConditions? conditions, OperationTracking watch, CancellationToken cancellation) =>
        await ChangeAsync(RequestMethod.Put, path, apiVersion, new BinaryData(JsonSerializer.SerializeToUtf8Bytes(body, type)), conditions, watch, cancellation)
            .ConfigureAwait(false);

    // A transient refusal, at once or at the end of the operation, is asked again: a PUT and a DELETE can be.
    private async Task<Response> ChangeAsync(
        RequestMethod method, string path, string apiVersion, BinaryData? body, MatchConditions? conditions, OperationTracking watch, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Response first = await _pipeline.ChangeAsync(method, path, apiVersion, body, conditions, cancellation).ConfigureAwait(false);
                watch.Url = LongRunning.OperationUrl(first);
                if (watch.Wait) await _operations.CompleteAsync(first, $"{method} {path}", watch.Report, cancellation).ConfigureAwait(false);
                return first;
            }
            catch (ArmException e) when (e.IsTransient && attempt < Attempts)
            {
                watch.Report($"{e.Code}, trying again");
                await Task.Delay(TimeSpan.FromSeconds(1 << Math.Min(attempt, 4)), _clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}
