using FsCheck;
using FsCheck.Fluent;

namespace Staple32.Tests.Pki;

/// <summary>One way of damaging encoded bytes.</summary>
/// <param name="Kind">0 sets an octet, 1 removes octets, 2 repeats octets, 3 puts an octet in, 4 cuts the end off, 5 swaps two.</param>
/// <param name="Place">Where, as a number that is taken modulo the length.</param>
/// <param name="Other">How many, or the other place.</param>
/// <param name="Octet">Which octet is put there.</param>
public sealed record Mutation(int Kind, int Place, int Other, byte Octet)
{
    // What steers a DER parser: tags, and lengths at their limits.
    private static readonly byte[] s_telling =
        [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x13, 0x17, 0x18, 0x30, 0x31, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xA0, 0xA1, 0xA2, 0xFF];

    /// <summary>One to four of them, one after the other.</summary>
    public static Arbitrary<Mutation[]> Some()
    {
        Gen<byte> octet = Gen.OneOf(Gen.Elements(s_telling), Gen.Choose(0, 255).Select(i => (byte)i));
        Gen<Mutation> one =
            from kind in Gen.Choose(0, 5)
            from place in Gen.Choose(0, 1 << 20)
            from other in Gen.Choose(0, 1 << 20)
            from value in octet
            select new Mutation(kind, place, other, value);
        return Gen.Choose(1, 4).SelectMany(count => Gen.ArrayOf(one, count)).ToArbitrary();
    }

    public static byte[] Apply(byte[] original, IEnumerable<Mutation> mutations)
    {
        byte[] bytes = original.ToArray();
        foreach (Mutation mutation in mutations)
        {
            if (bytes.Length > 0)
                bytes = mutation.Apply(bytes);
        }
        return bytes;
    }

    private byte[] Apply(byte[] bytes)
    {
        int at = Place % bytes.Length, other = Other % bytes.Length, count = Math.Min(1 + (Other % 40), bytes.Length - at);
        switch (Kind)
        {
            case 0:
                bytes[at] = Octet;
                return bytes;
            case 1:
                return [.. bytes[..at], .. bytes[(at + count)..]];
            case 2:
                return [.. bytes[..(at + count)], .. bytes[at..]];
            case 3:
                return [.. bytes[..at], Octet, .. bytes[at..]];
            case 4:
                return bytes[..at];
            default:
                (bytes[at], bytes[other]) = (bytes[other], bytes[at]);
                return bytes;
        }
    }
}
