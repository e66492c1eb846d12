using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Tests.Chains;

/// <summary>Signs with hashes that the framework's own generators refuse as well.</summary>
internal sealed class TestSigner(AsymmetricAlgorithm key) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier((key, hashAlgorithm.Name) switch
            {
                (RSA, "MD5") => "1.2.840.113549.1.1.4",
                (RSA, "SHA1") => "1.2.840.113549.1.1.5",
                (RSA, "SHA256") => "1.2.840.113549.1.1.11",
                (RSA, "SHA384") => "1.2.840.113549.1.1.12",
                (RSA, "SHA512") => "1.2.840.113549.1.1.13",
                (ECDsa, "SHA1") => "1.2.840.10045.4.1",
                (ECDsa, "SHA256") => "1.2.840.10045.4.3.2",
                (ECDsa, "SHA384") => "1.2.840.10045.4.3.3",
                (ECDsa, "SHA512") => "1.2.840.10045.4.3.4",
                _ => throw new ArgumentOutOfRangeException(nameof(hashAlgorithm)),
            });
            if (key is RSA)
                writer.WriteNull();
        }

        return writer.Encode();
    }

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key is RSA rsa
        ? rsa.SignData(data, hashAlgorithm, RSASignaturePadding.Pkcs1)
        : ((ECDsa)key).SignData(data, hashAlgorithm, DSASignatureFormat.Rfc3279DerSequence);

    protected override PublicKey BuildPublicKey() => new(key);
}
