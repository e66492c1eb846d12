using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Staple32.Pkcs12;

/// <summary>The MAC over a PKCS #12 file's contents (RFC 7292 section 4), by its own key derivation or by PBMAC1 (RFC 9579).</summary>
internal static class Pkcs12Mac
{
    private const string Pbmac1 = "1.2.840.113549.1.5.14";

    /// <summary>Whether the password is the one that the contents were sealed with.</summary>
    /// <param name="data">A MacData, to its end.</param>
    /// <param name="contents">What was sealed.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="NotSupportedException">An algorithm that is not known here.</exception>
    /// <exception cref="AsnContentException">Malformed.</exception>
    public static bool IsBy(AsnReader data, byte[] contents, Pkcs12Password password)
    {
        AsnReader digest = data.ReadSequence();
        AsnReader algorithm = digest.ReadSequence();
        string name = algorithm.ReadObjectIdentifier();
        byte[] expected = digest.ReadOctetString();
        byte[] salt = data.ReadOctetString();
        int iterations = data.HasData ? Pkcs12Encryption.ReadIterations(data) : 1;
        byte[] actual;
        if (name == Pbmac1)
        {
            AsnReader parameters = algorithm.ReadSequence();
            AsnReader derivation = parameters.ReadSequence();
            HashAlgorithmName hash = HashOf(parameters.ReadSequence().ReadObjectIdentifier());
            byte[] key = Pkcs12Encryption.DerivePbkdf2(derivation, password, LengthOf(hash));
            actual = CryptographicOperations.HmacData(hash, key, contents);
        }
        else
        {
            HashAlgorithmName hash = HashOf(name);
            byte[] key = password.Derive(hash, 3, salt, iterations, LengthOf(hash));
            actual = CryptographicOperations.HmacData(hash, key, contents);
        }

        return CryptographicOperations.FixedTimeEquals(actual, expected);
    }

    // A digest's own name, or its HMAC's.
    private static HashAlgorithmName HashOf(string oid) => oid switch
    {
        "1.3.14.3.2.26" or "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        "2.16.840.1.101.3.4.2.1" or "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" or "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" or "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw new NotSupportedException($"the MAC algorithm {oid}"),
    };

    private static int LengthOf(HashAlgorithmName hash) => hash.Name switch { "SHA1" => 20, "SHA256" => 32, "SHA384" => 48, _ => 64 };
}
