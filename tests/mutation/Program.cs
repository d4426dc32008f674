using System.Reflection;
using PrivateLinkPg.Mutation;

// dotnet run --project tests/mutation [-- FOLDER …]: changes Core one line at a time, and sees whether a test notices.
#pragma warning disable RS0030 // This is a program.
string Place(string key) => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
Stryker stryker = new(Place("Root"), Place("Stryker"));
string[] chosen = args.Length == 0 ? [.. stryker.Folders] : args;
if (chosen.Except(stryker.Folders).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no {unknown} in tests/mutation/folders. There are: {string.Join(", ", stryker.Folders)}.");
    return 2;
}

await stryker.FetchAsync();
Quality quality = Quality.Of(Place("Root"));
bool enough = true;
foreach (string folder in chosen)
{
    FolderScore score = FolderScore.Read(folder, await stryker.RunAsync(folder), quality.Harmless);
    enough &= score.IsEnough;
    Console.WriteLine($"{folder}: {score.Percent:0.0} % of {score.Counted} changes noticed, {score.Survivors.Count} not");
    quality.Write(score, TimeProvider.System.GetLocalNow(), Place("Stryker"));
}

return enough ? 0 : 1;
