using System.Management.Automation.Language;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Cmdlets.Completion;

/// <summary>Completes one of a few words. A set of allowed values would refuse the empty cell of a plan.</summary>
internal abstract class WordCompleter(IReadOnlyList<string> words) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        words.Where(word => word.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)).Select(word => new CompletionResult(word));
}

internal sealed class IpVersionCompleter() : WordCompleter(EndpointSettings.IpVersions);

internal sealed class ResolutionPolicyCompleter() : WordCompleter(RecordSettings.ResolutionPolicies);
