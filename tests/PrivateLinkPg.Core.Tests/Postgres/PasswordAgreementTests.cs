using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>A password goes to the server as psql sends it: as given, and prepared where SCRAM prepares it.</summary>
public abstract class PasswordAgreementTests<T>(PsqlFixture<T> postgres) : IClassFixture<PsqlFixture<T>>
    where T : IPostgresUnderTest
{
    [PeerTheory]
    [InlineData("scram-sha-256")]
    [InlineData("md5")]
    [InlineData("password")]
    public async Task The_probe_signs_in_with_the_passwords_that_psql_signs_in_with(string method)
    {
        List<string> differences = [];
        int passed = 0;
        await Parallel.ForEachAsync(Pairs(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (pair, stop) =>
        {
            string role = SignInLab.Role(method, pair.Stored);
            bool psql = (await postgres.AskPsqlAsync(role, SignInLab.Passwords[pair.Given])).Connected;
            ProbeResult probe = await LocalProbe.RunAsync(postgres.Request(role, SignInLab.Passwords[pair.Given]), cancellation: stop);
            bool passes = probe.State.Faults.Count == 0;
            if (passes) Interlocked.Increment(ref passed);
            if (passes != psql)
                lock (differences) differences.Add($"{Name(pair.Given)} for {Name(pair.Stored)}: psql {psql}, probe {passes} {probe.Detail("SignIn")}");
        });
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(passed, SignInLab.Passwords.Length, 2 * SignInLab.Passwords.Length);
    }

    // Each for itself, and each for those next to it, which are the ones that look like it.
    private static IEnumerable<(int Stored, int Given)> Pairs() =>
        from stored in Enumerable.Range(0, SignInLab.Passwords.Length)
        from given in Enumerable.Range(0, SignInLab.Passwords.Length)
        where Math.Abs(stored - given) <= 3
        select (stored, given);

    private static string Name(int password) => string.Concat(SignInLab.Passwords[password].Select(sign => sign is >= ' ' and <= '~' ? $"{sign}" : $"\\{(int)sign:x4}"));
}

public sealed class PasswordsOfMachinePostgresTests(PsqlFixture<MachinePostgres> postgres) : PasswordAgreementTests<MachinePostgres>(postgres);

public sealed class PasswordsOfPostgres18Tests(PsqlFixture<Postgres18> postgres) : PasswordAgreementTests<Postgres18>(postgres);
