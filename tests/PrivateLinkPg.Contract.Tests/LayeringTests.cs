using System.Reflection;
using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>The one-way dependency: Init knows nothing; Cmdlets know Core; Core knows Azure and Npgsql but not PowerShell; the sandbox knows none of them.</summary>
public sealed class LayeringTests
{
    private static readonly Assembly Core = typeof(Models.PgConnectionTest).Assembly;

    [Fact]
    public void Core_does_not_know_PowerShell() => Assert.DoesNotContain("System.Management.Automation", References(Core));

    [Fact]
    public void Cmdlets_reach_Azure_and_PostgreSQL_only_through_Core() =>
        Assert.DoesNotContain(References(typeof(Cmdlets.Base.PrivateLinkCmdlet).Assembly), name => name.StartsWith("Azure", StringComparison.Ordinal) || name == "Npgsql");

    [Fact]
    public void Init_knows_nothing_of_ours() =>
        Assert.DoesNotContain(References(typeof(Init.ModuleIsolation).Assembly), name => name.StartsWith("PrivateLinkPg", StringComparison.Ordinal));

    [Fact]
    public void The_sandbox_shares_no_code_with_the_module() => Assert.DoesNotContain(
        References(Assembly.Load("PrivateLinkPg.Sandbox")),
        name => name.StartsWith("PrivateLinkPg", StringComparison.Ordinal) || name.StartsWith("Azure", StringComparison.Ordinal) || name == "Npgsql");

    [Fact]
    public void Public_signatures_of_Core_have_plain_types_only() => AssertEach.All(
        Core.GetExportedTypes().SelectMany(type => type.GetMembers().SelectMany(SignatureTypes).Append(type.BaseType ?? type)),
        type => Assert.True(
            type.Assembly == Core || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal),
            $"{type} of {type.Assembly.GetName().Name} is in a public signature of Core."));

    [Fact]
    public void Only_the_output_records_of_Core_are_public() => AssertEach.All(Core.GetExportedTypes(), type => Assert.Equal("PrivateLinkPg.Models", type.Namespace));

    // The engine looks type literals up in its own load context, where of the module's assemblies only the cmdlets' lives.
    [Fact]
    public void Each_output_type_is_found_from_the_cmdlets() => Assert.Equal(
        Core.GetExportedTypes().OrderBy(type => type.Name), typeof(Cmdlets.Base.PrivateLinkCmdlet).Assembly.GetForwardedTypes().OrderBy(type => type.Name));

    // What writes, warns or asks for confirmation may only be called on the pipeline thread, and so may all that calls it.
    [Theory]
    [InlineData("Commands")]
    [InlineData("Endpoints")]
    [InlineData("Connections")]
    [InlineData("Records")]
    [InlineData("Targets")]
    [InlineData("Removal")]
    [InlineData("Link")]
    [InlineData("Diagnosis")]
    [InlineData("Pictures")]
    public void Handlers_and_domains_stay_on_the_pipeline_thread(string folder) => AssertEach.All(Repository.Files($"src/PrivateLinkPg.Core/{folder}", ".cs"), path =>
        Assert.False(Repository.Text(path).Contains("ConfigureAwait(false)", StringComparison.Ordinal), $"{path} leaves the pipeline thread: no ConfigureAwait(false) there."));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<Type> SignatureTypes(MemberInfo member) => (member switch
    {
        MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    }).SelectMany(Parts);

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? [type.GetGenericTypeDefinition(), .. type.GenericTypeArguments.SelectMany(Parts)] : [type];
}
