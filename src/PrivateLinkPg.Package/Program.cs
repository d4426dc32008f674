using PrivateLinkPg.Package.Materials;

// Writes the software bill of materials of a laid out module. The build runs it before packing:
//   PrivateLinkPg.Package <module folder> <project.assets.json of the cmdlets> <version> <output file>
#pragma warning disable RS0030 // This is a program.
if (args is not [string module, string assets, string version, string output])
{
    await Console.Error.WriteLineAsync("Give the module folder, the project.assets.json of the cmdlets, the version and the output file.");
    return 1;
}

try
{
    await File.WriteAllTextAsync(output, BillOfMaterials.Write(module, RestoredPackages.Read(assets), version));
    return 0;
}
catch (InvalidDataException e)
{
    await Console.Error.WriteLineAsync($"error SBOM: {e.Message}");
    return 1;
}
