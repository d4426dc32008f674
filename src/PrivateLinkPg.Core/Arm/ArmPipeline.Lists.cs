using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace PrivateLinkPg.Arm;

/// <content>Lists.</content>
internal sealed partial class ArmPipeline
{
    /// <summary>Reads a list.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        string path, string apiVersion, JsonTypeInfo<ArmPage<T>> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (IReadOnlyList<T> page in PagesAsync(path, apiVersion, type, cancellation).ConfigureAwait(false))
        {
            foreach (T item in page) yield return item;
        }
    }

    /// <summary>Reads a list, page after page: each is a request.</summary>
    public async IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T>(
        string path, string apiVersion, JsonTypeInfo<ArmPage<T>> type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArmPage<T>? page = await GetAsync(path, apiVersion, type, cancellation).ConfigureAwait(false);
        while (page is not null)
        {
            yield return page.Value;
            // Some providers end a list with an empty link.
            if (page.NextLink is not { Length: > 0 } next) yield break;
            page = _answers.Resource(await GetUrlAsync(ArmAnswers.Link(next), cancellation).ConfigureAwait(false), path, type);
        }
    }
}
