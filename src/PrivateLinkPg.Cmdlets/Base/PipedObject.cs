namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>
/// The piped object, and what was given beside it by parameters that are called as its own properties are: by the user for all inputs, or
/// by a script block for this one, and not by the object, whose name and group are another resource's.
/// </summary>
/// <param name="read">Reads those parameters.</param>
internal sealed class PipedObject(Func<IReadOnlyList<string?>> read)
{
    private IReadOnlyList<string?>? _given;

    /// <summary>The object. The engine binds it after script blocks, and before it binds the object's properties.</summary>
    public PSObject? Value
    {
        get;
        set
        {
            field = value;
            if (value is not null) _given = read();
        }
    }

    /// <summary>What was given; null where nothing was.</summary>
    /// <param name="cmdlet">The command that runs.</param>
    public IReadOnlyList<string?> Given(PSCmdlet cmdlet) =>
        [.. ((cmdlet.MyInvocation.ExpectingInput ? _given : null) ?? read()).Select(text => text.OrNull())];
}
