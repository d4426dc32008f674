namespace PrivateLinkPg.Models;

/// <summary>A collection whose items users see.</summary>
internal interface IShown
{
    /// <summary>The collection with each item as <paramref name="plain"/> gives it.</summary>
    object With(Func<object, object> plain);
}

/// <summary>Marks a property whose text has lines of its own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LinesAttribute : Attribute;
