using System.Reflection;
using PrivateLinkPg.Mutation;

// dotnet run --project tests/mutation [-- FOLDER …]: changes Core one line at a time, and sees whether a test notices.
// … -- --again FOLDER …: reads the last run's report anew, as after a survivor was judged to be harmless.
#pragma warning disable RS0030 // This is a program.
string Place(string key) => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
Stryker stryker = new(Place("Root"), Place("Stryker"));
bool isRead = args is ["--again", ..];
string[] named = isRead ? args[1..] : args;
string[] chosen = named.Length == 0 ? [.. stryker.Folders] : named;
if (chosen.Except(stryker.Folders).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no {unknown} in tests/mutation/folders. There are: {string.Join(", ", stryker.Folders)}.");
    return 2;
}

if (isRead && Array.Find(chosen, each => !File.Exists(stryker.Report(each))) is { } absent)
{
    await Console.Error.WriteLineAsync($"There is no report of {absent}: run it first.");
    return 2;
}

if (!isRead) await stryker.FetchAsync();
Quality quality = Quality.Of(Place("Root"));
bool enough = true;
foreach (string folder in chosen)
{
    if (!isRead) await stryker.RunAsync(folder);
    FolderScore score = FolderScore.Read(folder, stryker.Report(folder), quality.Harmless);
    enough &= score.IsEnough;
    Console.WriteLine($"{folder}: {score.Percent:0.0} % of {score.Counted} changes noticed, {score.Survivors.Count} not");
    quality.Write(score, File.GetLastWriteTime(stryker.Report(folder)), Place("Stryker"));
}

return enough ? 0 : 1;
