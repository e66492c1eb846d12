namespace Staple32.Certificates;

/// <summary>
/// Where something stands in a table of a fixed size, by its bytes. Seeded per process: nobody outside can choose bytes that
/// displace each other.
/// </summary>
internal static class SeededHash
{
    /// <returns>From 0 to below the number of places.</returns>
    public static int PlaceOf(ReadOnlySpan<byte> bytes, int places)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return (int)(unchecked((uint)hash.ToHashCode()) % (uint)places);
    }
}
