namespace Staple32.Abi.Contexts;

/// <summary>Integers as CRYPT_INTEGER_BLOB has them: little endian, two's complement.</summary>
internal static class IntegerBlobs
{
    private const byte SignBit = 0x80;

    /// <summary>Whether they are the same number: a host may have filled in more sign octets than the encoding has.</summary>
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Shortest(left).SequenceEqual(Shortest(right));

    private static ReadOnlySpan<byte> Shortest(ReadOnlySpan<byte> integer)
    {
        int length = integer.Length;
        while (length > 1
            && ((integer[length - 1] == 0x00 && (integer[length - 2] & SignBit) == 0)
                || (integer[length - 1] == 0xff && (integer[length - 2] & SignBit) != 0)))
        {
            length--;
        }

        return integer[..length];
    }
}
