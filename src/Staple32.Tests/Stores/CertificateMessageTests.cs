using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>PKCS #7 messages, written by BouncyCastle and read by us, and the other way round.</summary>
public class CertificateMessageTests
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);
    private static readonly CertificateRevocationList s_crl = TestCrl.Make("CN=ca");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Certificates_and_crls_come_out_in_their_order(bool isIndefinite)
    {
        byte[] message = Message(isIndefinite, [.. s_certificates.Select(Parsed)], [Parsed(s_crl.Encoded)]);
        Assert.Equal(isIndefinite, message[1] == 0x80);
        StoreContents contents = CertificateMessage.Read(message);
        Assert.Equal(StoreFormat.Message, contents.Format);
        // DER, which BouncyCastle writes for the other one, sorts sets.
        IEnumerable<string> expected = s_certificates.Select(Hex);
        Assert.Equal(isIndefinite ? expected : expected.Order(), contents.Certificates.Select(element => Hex(element.Certificate)));
        Assert.Equal(s_crl.Encoded.ToArray(), Assert.Single(contents.Crls).Encoded.ToArray());
    }

    [Fact]
    public void Attribute_certificates_and_other_revocation_data_are_passed_over()
    {
        var attributeCertificate = new DerTaggedObject(false, 1, new DerSequence(new DerInteger(Org.BouncyCastle.Math.BigInteger.One)));
        StoreContents contents = CertificateMessage.Read(
            Message(false, [attributeCertificate, Parsed(s_certificates[0])], [new DerTaggedObject(false, 1, new DerSequence())]));
        Assert.Equal(Hex(s_certificates[0]), Hex(Assert.Single(contents.Certificates).Certificate));
        Assert.Empty(contents.Crls);
    }

    [Fact]
    public void A_signed_data_without_its_content_info_will_do()
    {
        byte[] whole = Message(false, [Parsed(s_certificates[0])], []);
        Asn1Encodable inside = ContentInfo.GetInstance(Asn1Object.FromByteArray(whole)).Content;
        Assert.Single(CertificateMessage.Read(inside.ToAsn1Object().GetDerEncoded()).Certificates);
    }

    [Fact]
    public void What_is_written_is_read_by_others()
    {
        byte[] message = CertificateMessage.Write(s_certificates.Select(certificate => new StoredCertificate(certificate)), [new StoredCrl(s_crl)]);
        ContentInfo content = ContentInfo.GetInstance(Asn1Object.FromByteArray(message));
        Assert.Equal("1.2.840.113549.1.7.2", content.ContentType.Id);
        SignedData data = SignedData.GetInstance(content.Content);
        Assert.Equal("1.2.840.113549.1.7.1", data.EncapContentInfo.ContentType.Id);
        Assert.Empty(data.SignerInfos.ToArray());
        Assert.Equal(
            s_certificates.Select(Hex).Order(),
            data.Certificates.ToArray().Select(each => Convert.ToHexString(each.ToAsn1Object().GetDerEncoded())).Order());
        Assert.Equal(s_crl.Encoded.ToArray(), Assert.Single(data.CRLs.ToArray()).ToAsn1Object().GetDerEncoded());
        Assert.Equal(3, CertificateMessage.Read(message).Certificates.Count);
    }

    [Fact]
    public void An_empty_one_has_no_certificates()
    {
        byte[] message = CertificateMessage.Write([], []);
        Assert.Null(SignedData.GetInstance(ContentInfo.GetInstance(Asn1Object.FromByteArray(message)).Content).Certificates);
        Assert.Empty(CertificateMessage.Read(message).Certificates);
    }

    [Fact]
    public void Other_messages_and_malformed_certificates_are_refused()
    {
        byte[] data = new ContentInfo(CmsObjectIdentifiers.Data, new DerOctetString([1])).GetDerEncoded();
        Assert.Throws<CertificateFormatException>(() => CertificateMessage.Read(data));
        Assert.Throws<CertificateFormatException>(() => CertificateMessage.Read(Message(false, [new DerSequence()], [])));
        Assert.Throws<CertificateFormatException>(() => CertificateMessage.Read(ReadOnlyMemory<byte>.Empty));
        Assert.Throws<CertificateFormatException>(() => CertificateMessage.Read(s_certificates[0].Encoded));
    }

    [Fact]
    public void No_damage_makes_reading_fail_otherwise()
    {
        byte[] whole = Message(true, [Parsed(s_certificates[0])], [Parsed(s_crl.Encoded)]);
        Prop.ForAll<(int, byte)[]>(damage =>
        {
            byte[] bytes = [.. whole];
            foreach ((int place, byte value) in damage)
                bytes[(place & int.MaxValue) % bytes.Length] = value;
            try
            {
                return CertificateMessage.Read(bytes).Certificates.Count <= 2;
            }
            catch (CertificateFormatException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        // 100 000 indefinite lengths, one within the other.
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([0x30, 0x80], 100_000).SelectMany(each => each)];
        Assert.Throws<CertificateFormatException>(() => CertificateMessage.Read(bytes));
    }

    internal static byte[] Message(bool isIndefinite, Asn1Encodable[] certificates, Asn1Encodable[] crls)
    {
        Asn1Encodable Sequence(params Asn1Encodable[] items) => isIndefinite ? new BerSequence(items) : new DerSequence(items);
        Asn1Encodable Field(int number, Asn1Encodable[] items) => isIndefinite
            ? new BerTaggedObject(false, number, new BerSet(items))
            : new DerTaggedObject(false, number, new BerSet(items));
        var parts = new List<Asn1Encodable> { new DerInteger(Org.BouncyCastle.Math.BigInteger.One), new DerSet(), Sequence(CmsObjectIdentifiers.Data) };
        if (certificates.Length > 0)
            parts.Add(Field(0, certificates));
        if (crls.Length > 0)
            parts.Add(Field(1, crls));
        parts.Add(new DerSet());
        Asn1Encodable content = Sequence([.. parts]);
        Asn1Encodable wrapped = isIndefinite ? new BerTaggedObject(true, 0, content) : new DerTaggedObject(true, 0, content);
        return Sequence(CmsObjectIdentifiers.SignedData, wrapped).ToAsn1Object().GetEncoded();
    }

    private static Asn1Encodable Parsed(Certificate certificate) => Parsed(certificate.Encoded);

    private static Asn1Object Parsed(ReadOnlyMemory<byte> encoded) => Asn1Object.FromByteArray(encoded.ToArray());

    private static string Hex(Certificate certificate) => Convert.ToHexString(certificate.Encoded.Span);
}
