using System.Text;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>The probe accepts what psql accepts, of a real server that shows certificates as bad as they come.</summary>
public sealed class ClientPolicyAgreementTests(WeakPostgresFixture postgres) : IClassFixture<WeakPostgresFixture>
{
    public static TheoryData<string, string?> Rows
    {
        get
        {
            TheoryData<string, string?> rows = [];
            foreach ((string name, string? fault) in ChainCases.Rows) rows.Add(name, fault);
            return rows;
        }
    }

    [PeerTheory<WeakPostgres>]
    [MemberData(nameof(Rows))]
    public async Task Agrees_with_psql(string name, string? fault)
    {
        ChainCase shown = ChainCases.Make(name, postgres.Lab);
        string file = postgres.Write("roots.pem", Encoding.ASCII.GetBytes(
            string.Concat((shown.Roots ?? [postgres.Lab.Root]).Select(root => root.Certificate.ExportCertificatePem() + "\n"))));
        using (ServerCertificate certificate = shown.Leaf.ForServer(shown.Sent)) await postgres.ShowAsync(certificate);
        ProbeRequest request = new() { HostName = shown.Host, Port = postgres.Port, RootCertificates = RootCertificates.Load(file) };

        ProbeResult byHand = await LocalProbe.RunAsync(request);
        ProbeResult byNpgsql = await LocalProbe.RunAsync(request with { SignIn = new(postgres.SignIn.User, postgres.SignIn.Password, false) });
        PostgresAnswer psql = await postgres.AskPsqlAsync(shown.Host, file);

        Assert.True(psql.Connected == (fault is null || ChainCases.Stricter.Contains(name)), psql.Errors);
        Assert.Equal(fault, byHand.State.Faults.Select(found => found.Fault.ToString()).SingleOrDefault());
        Assert.Equal(fault, byNpgsql.State.Faults.Select(found => found.Fault.ToString()).SingleOrDefault());
        Assert.Equal(fault, ProbeDiagnosis.Of(byHand)?.Code);
    }

    // Without anything to verify by, neither looks at the chain.
    [PeerTheory<WeakPostgres>]
    [InlineData("leaf rsa1024")]
    [InlineData("leaf SHA1 of rsa")]
    [InlineData("leaf usage KeyCertSign")]
    [InlineData("intermediate missing")]
    public async Task Agrees_with_psql_where_only_encryption_is_required(string name)
    {
        ChainCase shown = ChainCases.Make(name, postgres.Lab);
        using (ServerCertificate certificate = shown.Leaf.ForServer(shown.Sent)) await postgres.ShowAsync(certificate);
        ProbeRequest request = new()
        {
            HostName = shown.Host, Port = postgres.Port, SslMode = PgSslMode.Require,
            SignIn = new(postgres.SignIn.User, postgres.SignIn.Password, false),
        };

        Assert.Empty((await LocalProbe.RunAsync(request)).State.Faults);
        PostgresAnswer psql = await postgres.AskPsqlAsync(shown.Host, roots: null, mode: "require");
        Assert.True(psql.Connected, psql.Errors);
    }
}
