using System.Formats.Asn1;
using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Asn1;

/// <summary>
/// The reader is internal; what it lets through is seen at the two formats that are read with it. Each row changes one value
/// of a good response into an encoding that BER allows and DER does not, and signs the result: only the reader can refuse it.
/// </summary>
public class DerReaderTests
{
    private static readonly DateTimeOffset s_now = new(2024, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, byte[], byte[]> EncodingsThatAreNotDer() => new()
    {
        { "length in the long form for no reason", [0x30, 0x09, 0x06, 0x05], [0x30, 0x81, 0x09, 0x06, 0x05] },
        { "NULL with contents", [0x80, 0x00], [0x80, 0x01, 0x00] },
        { "good as a constructed value", [0x80, 0x00], [0xA0, 0x00] },
        { "object identifier with a padded arc", [0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A], [0x06, 0x05, 0x2B, 0x0E, 0x03, 0x80, 0x1A] },
        { "octet string as a constructed value", [0x04, 0x14], [0x24, 0x14] },
        { "time without seconds", "20240615110000Z"u8.ToArray(), "202406151100Z\u0000\u0000"u8.ToArray() },
        { "time with an offset", "20240615110000Z"u8.ToArray(), "202406151100+00"u8.ToArray() },
        { "time on 31 June", "20240615110000Z"u8.ToArray(), "20240631110000Z"u8.ToArray() },
        { "time at 24 o'clock", "20240615110000Z"u8.ToArray(), "20240615240000Z"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(EncodingsThatAreNotDer))]
    public void What_ber_allows_and_der_does_not_is_refused(string change, byte[] from, byte[] to)
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        byte[] Change(byte[] data)
        {
            int at = data.AsSpan().IndexOf(from);
            Assert.True(at > 0, change);
            return WithLengths(data, at, from.Length, to);
        }
        OcspAnswer answer = pki.Answer(s_now.AddHours(-1));
        OcspVerdict Judge(OcspAnswer a) => OcspVerifier.Verify(
            a.Encode(), pki.Leaf.Parsed, pki.Authority.Parsed, s_now, new OcspVerificationSettings(TimeSpan.FromMinutes(5), TimeSpan.FromHours(12)));

        Assert.Equal(OcspRefusal.None, Judge(answer).Refusal);
        Assert.Equal(OcspRefusal.NotDer, Judge(answer with { MutateData = Change }).Refusal);
    }

    [Fact]
    public void An_integer_with_a_superfluous_zero_is_refused()
    {
        TestCertificate good = TestCertificate.SelfSigned(new CertificateSpec { Serial = [0x12, 0x34, 0x56] });
        byte[] padded = good.Encoded.ToArray();
        padded[padded.AsSpan().IndexOf((byte[])[0x02, 0x03, 0x12, 0x34, 0x56]) + 2] = 0x00;
        Assert.True(Certificate.TryParse(good.Encoded, out _));
        Assert.False(Certificate.TryParse(padded, out _));
    }

    [Fact]
    public void An_object_identifier_of_absurd_size_is_refused_at_once()
    {
        // Its decimal form would take time that grows with the square of its length.
        byte[] value = [0x30, 0x83, 0x03, 0x0D, 0x44, 0x06, 0x83, 0x03, 0x0D, 0x3F, 0x2A, .. Enumerable.Repeat((byte)0xFF, 199_997), 0x7F];
        Certificate certificate = TestCertificate.SelfSigned(
            new CertificateSpec { Extensions = [new TestExtension("2.5.29.37", false, value)] }).Parsed;
        var exception = Assert.Throws<CertificateFormatException>(() => certificate.ExtendedKeyUsage);
        Assert.IsType<AsnContentException>(exception.InnerException);
    }

    // Puts octets in the place of others and corrects the lengths of the SEQUENCEs and tags around them.
    private static byte[] WithLengths(byte[] data, int at, int count, byte[] replacement)
    {
        if (replacement.Length == count)
            return [.. data[..at], .. replacement, .. data[(at + count)..]];
        AsnDecoder.ReadEncodedValue(data, AsnEncodingRules.BER, out int offset, out int length, out _);
        byte[] contents = data[offset..(offset + length)];
        var children = new List<byte>();
        for (int i = 0; i < contents.Length;)
        {
            AsnDecoder.ReadEncodedValue(contents.AsSpan(i), AsnEncodingRules.BER, out _, out _, out int consumed);
            byte[] child = contents[i..(i + consumed)];
            int inChild = at - offset - i;
            bool holds = inChild >= 0 && inChild + count <= consumed;
            if (holds && inChild == 0)
                child = [.. replacement, .. child[count..]];
            else if (holds)
                child = WithLengths(child, inChild, count, replacement);
            children.AddRange(child);
            i += consumed;
        }
        byte[] around = [data[0], .. Length(children.Count)];
        return [.. around, .. children];
    }

    private static byte[] Length(int length) => length switch
    {
        < 0x80 => [(byte)length],
        < 0x100 => [0x81, (byte)length],
        _ => [0x82, (byte)(length >> 8), (byte)length],
    };
}
