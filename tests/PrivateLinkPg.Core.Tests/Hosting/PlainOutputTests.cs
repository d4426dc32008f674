using System.Reflection;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Hosting;

/// <summary>What others wrote is text wherever users see it.</summary>
public sealed class PlainOutputTests
{
    // Clears the screen, renames the window, begins a line, turns the direction of writing, and ends a line as Unicode has it.
    private const string Hostile = "ok\u001b[2J\u001b]0;owned\u0007\r\nline \u202Egnp.exe\u2066\u2028end\u009b1m\u200f";
    private const string Plain = @"ok\u001b[2J\u001b]0;owned\u0007\u000d\u000aline \u202egnp.exe\u2066\u2028end\u009b1m\u200f";

    private readonly RecordingOutput _engine = new();

    public static TheoryData<string> Records() =>
        [.. typeof(PgConnectionTest).Assembly.GetTypes().Where(type => type is { IsPublic: true, IsClass: true, Namespace: "PrivateLinkPg.Models" }).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void No_property_of_any_record_holds_what_a_terminal_obeys(string name)
    {
        Type type = typeof(PgConnectionTest).Assembly.GetType($"PrivateLinkPg.Models.{name}")!;
        object given = Filled(type);
        new PlainOutput(_engine).WriteObject(given);

        object shown = Assert.Single(_engine.Objects);
        foreach (PropertyInfo property in type.GetProperties().Where(each => each.CanWrite && !each.PropertyType.IsValueType))
        {
            string text = property.GetValue(shown) switch
            {
                IReadOnlyDictionary<string, string> table => string.Join(' ', table.Select(pair => $"{pair.Key} {pair.Value}")),
                IReadOnlyList<PgConnectionStep> steps => string.Join(' ', steps.Select(step => $"{step.Name} {step.Detail}")),
                IReadOnlyList<PgConnectionCause> causes => string.Join(' ', causes.Select(cause => $"{cause.Code} {cause.Message} {cause.Remedy}")),
                var other => $"{other}",
            };
            Assert.True(text.Contains(@"\u202egnp", StringComparison.Ordinal), property.Name);
            // One of them is a letter, and has lines.
            Assert.DoesNotContain(text, sign => char.IsControl(sign) && !(property.Name == "Text" && sign is '\r' or '\n') || sign is '\u202e' or '\u2028');
        }
        Assert.Contains(Hostile, $"{type.GetProperties().First(each => each.PropertyType == typeof(string)).GetValue(given)}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_without_such_signs_goes_through_as_it_is()
    {
        PgConnectionStep step = new("Tcp", "Passed", TimeSpan.Zero, "10.0.0.4 – zurück, 日本");
        PlainOutput output = new(_engine);
        output.WriteObject(step);
        output.WriteObject(true);

        Assert.Same(step, _engine.Objects[0]);
        Assert.Equal(true, _engine.Objects[1]);
    }

    [Fact]
    public void Text_of_several_lines_keeps_them()
    {
        new PlainOutput(_engine).WriteObject("one\n\ttwo\u001b[1m\r\n");

        Assert.Equal("one\n\ttwo\\u001b[1m\r\n", Assert.Single(_engine.Objects));
    }

    [Fact]
    public void Every_message_is_plain()
    {
        PlainOutput output = new(_engine);
        output.WriteFailure(new("Id", FailureKind.NotFound, Hostile, Hostile, Hostile));
        output.WriteWarning(Hostile);
        output.WriteVerbose(Hostile);
        output.WriteDebug(Hostile);
        output.WriteProgress(new(1, Hostile, Hostile));
        output.ShouldProcess(Hostile, Hostile);
        output.ShouldContinue(Hostile, Hostile);

        Assert.Equal((Plain, Plain, Plain), (_engine.Failures[0].Message, _engine.Failures[0].Remedy, _engine.Failures[0].Target));
        AssertEach.All(_engine.All, entry => Assert.DoesNotContain('\u001b', entry.ToString()!));
    }

    private static object Filled(Type type)
    {
        object made = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in type.GetProperties().Where(each => each.CanWrite))
        {
            object? value = property.PropertyType == typeof(string) ? Hostile
                : property.PropertyType == typeof(IReadOnlyList<string>) ? new List<string> { Hostile }
                : property.PropertyType == typeof(IReadOnlyDictionary<string, string>) ? new Dictionary<string, string> { [Hostile] = Hostile }
                : property.PropertyType == typeof(IReadOnlyList<PgConnectionCause>)
                    ? new List<PgConnectionCause> { new() { Code = Hostile, Layer = Hostile, Message = Hostile, Remedy = Hostile, Command = Hostile, HeldBack = Hostile } }
                : property.PropertyType == typeof(IReadOnlyList<PgConnectionStep>)
                    ? new List<PgConnectionStep> { new(Hostile, Hostile, TimeSpan.Zero, Hostile) }
                : property.PropertyType == typeof(PgConnectionTest) ? Filled(typeof(PgConnectionTest))
                : null;
            if (value is not null) property.SetValue(made, value);
            else Assert.True(property.PropertyType.IsValueType, $"{type.Name}.{property.Name} is of a kind that nobody makes plain.");
        }
        return made;
    }
}
