namespace Staple32.Certificates;

/// <summary>Reads a BIT STRING whose bits have names (X.680 22).</summary>
internal static class NamedBits
{
    /// <summary>
    /// Bit n becomes <c>1 &lt;&lt; n</c>. DER wants trailing zero bits cut off; CAs that leave them are tolerated as everywhere.
    /// </summary>
    /// <param name="octets">The contents without the count of unused bits.</param>
    /// <param name="last">The last bit that has a name; those behind it are passed over.</param>
    public static int Read(ReadOnlySpan<byte> octets, int last)
    {
        int bits = 0;
        for (int bit = 0; bit <= last && bit / 8 < octets.Length; bit++)
        {
            if ((octets[bit / 8] & (0x80 >> (bit % 8))) != 0)
                bits |= 1 << bit;
        }

        return bits;
    }
}
