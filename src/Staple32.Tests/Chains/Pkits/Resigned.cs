using System.Formats.Asn1;
using System.Security.Cryptography;
using Staple32.Certificates;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>Changes parts of a certificate that the framework's encoder does not let one choose.</summary>
internal static class Resigned
{
    /// <summary>The certificate with changed parts, signed by its issuer.</summary>
    /// <param name="certificate">The original.</param>
    /// <param name="change">
    /// Gets the elements of the tbsCertificate in their order, and changes, adds or removes some. The algorithm is written
    /// as it then stands there, whatever it is; what signs is the issuer's key with SHA-256.
    /// </param>
    public static TestCertificate With(TestCertificate certificate, Action<List<byte[]>> change)
    {
        AsnReader tbs = new AsnReader(certificate.Certificate.ToBeSigned, AsnEncodingRules.DER).ReadSequence();
        var parts = new List<byte[]>();
        while (tbs.HasData)
            parts.Add(tbs.ReadEncodedValue().ToArray());
        change(parts);
        byte[] toBeSigned = Sequence([.. parts]);
        byte[] signature = new TestSigner(certificate.IssuerKey).SignData(toBeSigned, HashAlgorithmName.SHA256);
        var bits = new AsnWriter(AsnEncodingRules.DER);
        bits.WriteBitString(signature);
        return new TestCertificate(Certificate.Parse(Sequence(toBeSigned, parts[2], bits.Encode())), certificate.Key, certificate.IssuerKey);
    }

    private static byte[] Sequence(params byte[][] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (byte[] part in parts)
                writer.WriteEncodedValue(part);
        }

        return writer.Encode();
    }
}
