using PrivateLinkPg.HelpGen;

// Writes en-US/ from the sources. Run it anywhere in the repository after a change of a command, its /// text or a failure.
DirectoryInfo? root = new(Directory.GetCurrentDirectory());
while (root is not null && !File.Exists(Path.Combine(root.FullName, "PrivateLinkPg.sln"))) root = root.Parent;
#pragma warning disable RS0030 // This is a program.
if (root is null)
{
    await Console.Error.WriteLineAsync("Run this inside the repository: no folder up from here has PrivateLinkPg.sln.");
    return 1;
}

string folder = Path.Combine(root.FullName, "en-US");
Directory.CreateDirectory(folder);
foreach ((string name, string content) in HelpFiles.Generate())
{
    await File.WriteAllTextAsync(Path.Combine(folder, name), content);
    Console.WriteLine(Path.Combine("en-US", name));
}

return 0;
