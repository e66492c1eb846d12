using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class CertificateFileTests
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);

    [Fact]
    public void Der_holds_one_certificate() =>
        Assert.Equal(Encodings(s_certificates[0]), Encodings(Read(s_certificates[0].Encoded.ToArray(), out _)));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Pem_holds_any_number_between_comments_and_keys(string newLine)
    {
        string text = "0 a bundle\n# subject: someone\n" + TestCertificate.Pem(s_certificates[0])
            + "\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            + TestCertificate.Pem(s_certificates[1]).Replace("CERTIFICATE", "X509 CERTIFICATE", StringComparison.Ordinal)
            + "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----\n"
            + TestCertificate.Pem(s_certificates[2]);
        byte[] bytes = Encoding.UTF8.GetBytes(text.Replace("\n", newLine, StringComparison.Ordinal));
        Assert.Equal(Encodings(s_certificates), Encodings(Read(bytes, out List<string> skipped)));
        Assert.Empty(skipped);
    }

    [Fact]
    public void Entries_that_cannot_be_read_are_reported_and_left_out()
    {
        string text = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n" + TestCertificate.Pem(s_certificates[0])
            + "\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        Assert.Equal(Encodings(s_certificates[0]), Encodings(Read(Encoding.UTF8.GetBytes(text), out List<string> skipped)));
        Assert.Equal(2, skipped.Count);
        Assert.StartsWith("certificate 1:", skipped[0], StringComparison.Ordinal);
        Assert.StartsWith("certificate 3:", skipped[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_is_cut_off_does_not_swallow_the_next_one()
    {
        string first = TestCertificate.Pem(s_certificates[0]);
        string text = first[..(first.Length / 2)] + "\n" + TestCertificate.Pem(s_certificates[1]);
        Assert.Equal(Encodings(s_certificates[1]), Encodings(Read(Encoding.UTF8.GetBytes(text), out _)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing here")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMAA=\n-----END OTHER-----")]
    [InlineData("-----BEGIN \n-----END -----")]
    public void Anything_else_holds_none(string text) => Assert.Empty(Read(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_file_of_a_million_beginnings_is_read_in_one_go()
    {
        string text = string.Concat(Enumerable.Repeat("-----BEGIN X-----", 1_000_000)) + TestCertificate.Pem(s_certificates[0]);
        Assert.Equal(Encodings(s_certificates[0]), Encodings(Read(Encoding.UTF8.GetBytes(text), out _)));
    }

    [Fact]
    public void No_damage_makes_reading_fail()
    {
        byte[] whole = Encoding.UTF8.GetBytes(string.Join('\n', s_certificates.Select(TestCertificate.Pem)));
        Prop.ForAll<(int, byte)[]>(damage =>
        {
            byte[] bytes = [.. whole];
            foreach ((int place, byte value) in damage)
                bytes[(place & int.MaxValue) % bytes.Length] = value;
            IReadOnlyList<Certificate> read = Read(bytes[..((damage.Length * 37 % bytes.Length) + 1)], out _);
            return read.Count <= s_certificates.Length;
        }).QuickCheckThrowOnFailure();
    }

    private static IReadOnlyList<Certificate> Read(byte[] contents, out List<string> skipped)
    {
        skipped = [];
        return CertificateFile.Read(contents, skipped.Add);
    }

    private static IEnumerable<string> Encodings(params IEnumerable<Certificate> certificates) =>
        certificates.Select(certificate => Convert.ToHexString(certificate.Encoded.Span));
}
