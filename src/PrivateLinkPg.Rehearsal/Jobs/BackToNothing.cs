namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>All that the other jobs made goes again, and nothing else.</summary>
internal static class BackToNothing
{
    public static IEnumerable<JobStep> All()
    {
        yield return new(
            "Back to nothing: every endpoint, with the records, links and zones that nobody else uses",
            "Get-PgPrivateEndpoint | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false",
            [
                new("the seven endpoints are gone", outcome => Count(outcome, "PrivateEndpoint") == 7),
                new("and so are their five zones", outcome => Count(outcome, "PrivateDnsZone") == 5),
            ]);
        yield return new(
            "Nothing is left",
            "Get-PgPrivateEndpoint; Get-PgPrivateDnsRecord",
            [new("neither an endpoint nor a record", outcome => outcome.Objects.Count == 0 && outcome.Errors.Count == 0)]);
    }

    private static int Count(Outcome outcome, string kind) => outcome.Objects.Count(each => each["Kind"]?.ToString() == kind);
}
