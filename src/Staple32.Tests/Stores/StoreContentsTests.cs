using System.Security.Cryptography;
using System.Text;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>A store is recognised by what the file begins with, whatever the file's name is.</summary>
public class StoreContentsTests
{
    private static readonly Certificate s_certificate = TestCertificate.Make("CN=x");
    private static readonly CertificateRevocationList s_crl = TestCrl.Make("CN=ca");
    private static readonly StoredCertificate[] s_certificates = [new(s_certificate)];
    private static readonly StoredCrl[] s_crls = [new(s_crl)];

    public static TheoryData<byte[], StoreFormat, int, int> Files => new()
    {
        { [], StoreFormat.Empty, 0, 0 },
        { SerializedStore.Write([], []), StoreFormat.Serialized, 0, 0 },
        { SerializedStore.Write(s_certificates, s_crls), StoreFormat.Serialized, 1, 1 },
        { CertificateMessage.Write(s_certificates, s_crls), StoreFormat.Message, 1, 1 },
        { CertificateMessage.Write([], []), StoreFormat.Message, 0, 0 },
        { s_certificate.Encoded.ToArray(), StoreFormat.OneElement, 1, 0 },
        { s_crl.Encoded.ToArray(), StoreFormat.OneElement, 0, 1 },
        { Pem(("CERTIFICATE", s_certificate.Encoded)), StoreFormat.Pem, 1, 0 },
        { Pem(("X509 CRL", s_crl.Encoded), ("PRIVATE KEY", new byte[] { 1 }), ("CERTIFICATE", s_certificate.Encoded)), StoreFormat.Pem, 1, 1 },
        { Pem(("PKCS7", CertificateMessage.Write(s_certificates, s_crls)), ("CMS", CertificateMessage.Write(s_certificates, []))), StoreFormat.Pem, 2, 1 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_form_is_recognised(byte[] bytes, StoreFormat format, int certificates, int crls)
    {
        StoreContents contents = StoreContents.Read(bytes, line => Assert.Fail(line));
        Assert.Equal((format, certificates, crls), (contents.Format, contents.Certificates.Count, contents.Crls.Count));
        Assert.All(contents.Certificates, element => Assert.Null(element.Store));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("0")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<CertificateFormatException>(() => StoreContents.Read(Encoding.ASCII.GetBytes(text), _ => { }));

    [Fact]
    public void Blocks_that_cannot_be_read_are_reported_and_left_out()
    {
        var lines = new List<string>();
        byte[] bytes = Pem(("CERTIFICATE", new byte[] { 0x30, 0 }), ("X509 CRL", s_crl.Encoded), ("PKCS7", new byte[] { 5, 0 }));
        StoreContents contents = StoreContents.Read(bytes, lines.Add);
        Assert.Single(contents.Crls);
        Assert.Equal(["block 1", "block 3"], lines.Select(line => line.Split(':')[0]));
    }

    private static byte[] Pem(params (string Label, ReadOnlyMemory<byte> Content)[] blocks) => Encoding.ASCII.GetBytes(
        string.Concat(blocks.Select(block => $"# comment\n{PemEncoding.WriteString(block.Label, block.Content.Span)}\n")));
}
