using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace PrivateLinkPg.Init;

/// <summary>
/// Opens the module's own load context, so that its Azure and Npgsql assemblies never meet those of another module.
/// </summary>
public sealed class ModuleIsolation : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly BinLoadContext Context = new();

    /// <summary>Starts answering for the one assembly that the cmdlets need; all others are found from there.</summary>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>Stops answering. What is loaded stays loaded, and a re-import finds it again.</summary>
    /// <param name="psModuleInfo">The module being removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "PrivateLinkPg.Core" ? Context.LoadFromAssemblyName(name) : null;

    private sealed class BinLoadContext() : AssemblyLoadContext("PrivateLinkPg")
    {
        private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleIsolation).Assembly.Location)!, "bin");

        // Null hands everything that is not ours (the engine, the runtime) to the default context.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(_folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
