using System.Management.Automation.Language;
using PrivateLinkPg.Suggestions;

namespace PrivateLinkPg.Cmdlets.Completion;

/// <summary>
/// Completes an argument from the subscription that its command would work in. It never throws and never asks; where Azure does not
/// answer in time there is nothing to complete.
/// </summary>
internal abstract class AzureCompleter(SuggestionKind kind) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            // Only a cmdlet sees the commands and variables of the session, so one that nobody else can call is run in it.
            using PowerShell nested = PowerShell.Create(RunspaceMode.CurrentRunspace);
            nested.AddCommand(new CmdletInfo(SuggestCommand.Name, typeof(SuggestCommand)))
                .AddParameter(nameof(SuggestCommand.Kind), kind)
                .AddParameter(nameof(SuggestCommand.Bound), fakeBoundParameters)
                .AddParameter("ErrorAction", ActionPreference.Ignore).AddParameter("WarningAction", ActionPreference.Ignore)
                .AddParameter("Verbose", false).AddParameter("Debug", false);
            Suggestion[] known = [.. nested.Invoke().Select(each => each.BaseObject).OfType<Suggestion>()];
            return
            [
                .. from each in SuggestionText.Matching(known, wordToComplete)
                   let text = SuggestionText.Quoted(each.Text, wordToComplete)
                   select new CompletionResult(text, each.Name, CompletionResultType.ParameterValue, each.Tip),
            ];
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return [];
        }
    }
}
