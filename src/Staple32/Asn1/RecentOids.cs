namespace Staple32.Asn1;

/// <summary>
/// The dotted forms of the object identifiers that were read last: certificates and responses all use the same few, and
/// decoding one makes a string.
/// </summary>
/// <remarks>An encoding has one place; what comes to a taken place displaces what is there, which costs another decoding.</remarks>
internal static class RecentOids
{
    private const int Places = 128;
    private const int MaxLength = 32;

    private static readonly Known?[] s_known = new Known?[Places];

    /// <param name="data">Begins with an OBJECT IDENTIFIER if it is to be found; anything else is not.</param>
    /// <param name="length">How long its encoding is.</param>
    public static string? Find(ReadOnlySpan<byte> data, out int length)
    {
        length = 0;
        // Long form lengths begin at 0x80.
        if (data.Length < 3 || data[1] is 0 or > MaxLength - 2 || data.Length < data[1] + 2)
            return null;
        length = data[1] + 2;
        return s_known[PlaceOf(data[..length])] is { } known && data[..length].SequenceEqual(known.Encoded) ? known.Dotted : null;
    }

    /// <param name="encoded">A valid OBJECT IDENTIFIER.</param>
    /// <param name="dotted">Its dotted form.</param>
    public static void Remember(ReadOnlySpan<byte> encoded, string dotted)
    {
        if (encoded.Length is >= 3 and <= MaxLength)
            s_known[PlaceOf(encoded)] = new Known(encoded.ToArray(), dotted);
    }

    // Identifiers of one kind differ in their last octets.
    private static int PlaceOf(ReadOnlySpan<byte> encoded) => ((encoded[^2] * 31) + encoded[^1] + encoded.Length) % Places;

    private sealed record Known(byte[] Encoded, string Dotted);
}
