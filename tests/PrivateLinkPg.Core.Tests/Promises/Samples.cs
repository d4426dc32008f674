using CsCheck;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>How many samples a property has whose single one costs an Azure.</summary>
internal static class Samples
{
    // What CsCheck takes by itself: then nobody has asked for a number.
    private const int Unasked = 100;

    /// <summary>Fewer than usual, unless CsCheck_Iter asks for others.</summary>
    public static long Few(int few) => Check.Iter == Unasked ? few : Check.Iter;
}
