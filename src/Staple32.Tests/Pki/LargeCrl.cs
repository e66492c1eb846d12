using System.Buffers.Binary;
using Staple32.Tests.Revocation;

namespace Staple32.Tests.Pki;

/// <summary>A CRL of the test bench's authority with any number of entries, put together by hand: BouncyCastle would take minutes.</summary>
internal static class LargeCrl
{
    private const int SerialOffset = 6;

    // CRLEntry: a serial number of six octets, and a UTCTime.
    private static readonly byte[] s_entry =
        [0x30, 0x17, 0x02, 0x06, 0x40, 0x00, 0, 0, 0, 0, 0x17, 0x0D, .. "240501000000Z"u8];

    /// <param name="count">Entries with numbers of no certificate.</param>
    /// <param name="last">The serial number of one more entry at the end, contents octets.</param>
    /// <param name="key">Whose key signs; null for the authority's.</param>
    public static byte[] Encode(int count, byte[] last, TestKey? key = null)
    {
        byte[] entry = [.. s_entry];
        using var entries = new MemoryStream(count * entry.Length);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(SerialOffset), i);
            entries.Write(entry);
        }

        entries.Write(Wrap(0x30, [.. Wrap(0x02, last), .. s_entry.AsSpan(10)]));
        TestKey signer = key ?? Bench.Authority.Key;
        byte[] algorithm = TestSignature.Identifier(signer.DefaultAlgorithm).ToAsn1Object().GetEncoded();
        byte[] body = Wrap(
            0x30,
            [0x02, 0x01, 0x01, .. algorithm, .. Bench.Authority.Subject, .. Time(Bench.Recently), .. Time(Bench.Recently.AddDays(7)), .. Wrap(0x30, entries.ToArray())]);
        byte[] signature = TestSignature.Sign(signer.DefaultAlgorithm, signer.Private, body);
        return Wrap(0x30, [.. body, .. algorithm, .. Wrap(0x03, [0, .. signature])]);
    }

    private static byte[] Time(DateTimeOffset time) =>
        Wrap(0x17, System.Text.Encoding.ASCII.GetBytes(time.UtcDateTime.ToString("yyMMddHHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture)));

    private static byte[] Wrap(byte tag, byte[] contents)
    {
        // DER wants the shortest length.
        byte[] octets = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(octets, contents.Length);
        octets = octets.AsSpan().TrimStart((byte)0).ToArray();
        byte[] length = contents.Length < 0x80 ? [(byte)contents.Length] : [(byte)(0x80 | octets.Length), .. octets];
        return [tag, .. length, .. contents];
    }
}
