using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Staple32.Pkcs12;

/// <summary>
/// Password-based decryption: the schemes of PKCS #12 itself with triple DES and RC2 (RFC 7292 appendix C), and PBES2 with
/// PBKDF2 and AES or triple DES (RFC 8018 section 6.2). The RC4 schemes, which no program has written for decades, are
/// not supported.
/// </summary>
internal static class Pkcs12Encryption
{
    /// <summary>Decrypts.</summary>
    /// <param name="algorithm">The AlgorithmIdentifier, to its end.</param>
    /// <param name="encrypted">The ciphertext.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="WrongPasswordException">The padding is wrong: another password, as good as always.</exception>
    /// <exception cref="NotSupportedException">Another scheme.</exception>
    /// <exception cref="AsnContentException">Malformed parameters.</exception>
    public static byte[] Decrypt(AsnReader algorithm, byte[] encrypted, Pkcs12Password password)
    {
        string scheme = algorithm.ReadObjectIdentifier();
        try
        {
            return scheme switch
            {
                "1.2.840.113549.1.12.1.3" => TripleDesOf(algorithm, password, keyBytes: 24, encrypted),
                "1.2.840.113549.1.12.1.4" => TripleDesOf(algorithm, password, keyBytes: 16, encrypted),
                "1.2.840.113549.1.12.1.5" => Rc2Of(algorithm, password, keyBytes: 16, encrypted),
                "1.2.840.113549.1.12.1.6" => Rc2Of(algorithm, password, keyBytes: 5, encrypted),
                "1.2.840.113549.1.5.13" => DecryptPbes2(algorithm.ReadSequence(), encrypted, password),
                _ => throw new NotSupportedException($"the encryption {scheme}"),
            };
        }
        catch (CryptographicException)
        {
            throw new WrongPasswordException("decryption leaves no valid padding");
        }
    }

    /// <summary>A key from the parameters of PBKDF2 (RFC 8018 appendix A.2).</summary>
    /// <param name="algorithm">The AlgorithmIdentifier of the key derivation.</param>
    /// <param name="password">The password.</param>
    /// <param name="length">Bytes that the cipher needs; if the parameters name a length it must be this.</param>
    public static byte[] DerivePbkdf2(AsnReader algorithm, Pkcs12Password password, int length)
    {
        string derivation = algorithm.ReadObjectIdentifier();
        if (derivation != "1.2.840.113549.1.5.12")
            throw new NotSupportedException($"the key derivation {derivation}");
        AsnReader parameters = algorithm.ReadSequence();
        byte[] salt = parameters.ReadOctetString();
        int iterations = ReadIterations(parameters);
        if (parameters.HasData && parameters.PeekTag() == Asn1Tag.Integer && ReadIterations(parameters) != length)
            throw new AsnContentException("a key of another length than the cipher's");
        HashAlgorithmName hash = HashAlgorithmName.SHA1;
        if (parameters.HasData)
        {
            string function = parameters.ReadSequence().ReadObjectIdentifier();
            hash = function switch
            {
                "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
                "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
                "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
                "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
                _ => throw new NotSupportedException($"the pseudo-random function {function}"),
            };
        }

        return password.DerivePbkdf2(hash, salt, iterations, length);
    }

    /// <summary>A count of iterations; what does not fit is as good as too many.</summary>
    public static int ReadIterations(AsnReader reader)
    {
        if (!reader.TryReadInt32(out int iterations))
        {
            throw new NotSupportedException("more iterations of a key derivation than can be counted");
        }

        return iterations;
    }

    private static byte[] DecryptPbes2(AsnReader parameters, byte[] encrypted, Pkcs12Password password)
    {
        AsnReader derivation = parameters.ReadSequence();
        AsnReader cipher = parameters.ReadSequence();
        string name = cipher.ReadObjectIdentifier();
        int keyBytes = name switch
        {
            "2.16.840.1.101.3.4.1.2" => 16,
            "2.16.840.1.101.3.4.1.22" or "1.2.840.113549.3.7" => 24,
            "2.16.840.1.101.3.4.1.42" => 32,
            _ => throw new NotSupportedException($"the cipher {name}"),
        };
        byte[] iv = cipher.ReadOctetString();
        byte[] key = DerivePbkdf2(derivation, password, keyBytes);
        using SymmetricAlgorithm algorithm = name == "1.2.840.113549.3.7" ? TripleDES.Create() : Aes.Create();
        if (iv.Length != algorithm.BlockSize / 8)
            throw new AsnContentException("an initialization vector of another length than the cipher's block");
        algorithm.Key = key;
        return algorithm.DecryptCbc(encrypted, iv);
    }

    private static byte[] TripleDesOf(AsnReader algorithm, Pkcs12Password password, int keyBytes, byte[] encrypted)
    {
        (byte[] key, byte[] iv) = Derive(algorithm, password, keyBytes);
        if (keyBytes == 16)
            key = [.. key, .. key.AsSpan(0, 8)];
        using var cipher = TripleDES.Create();
        cipher.Key = key;
        return cipher.DecryptCbc(encrypted, iv);
    }

    private static byte[] Rc2Of(AsnReader algorithm, Pkcs12Password password, int keyBytes, byte[] encrypted)
    {
        (byte[] key, byte[] iv) = Derive(algorithm, password, keyBytes);
        return new Rc2(key).DecryptCbc(encrypted, iv);
    }

    private static (byte[] Key, byte[] Iv) Derive(AsnReader algorithm, Pkcs12Password password, int keyBytes)
    {
        const int IvBytes = 8;
        AsnReader parameters = algorithm.ReadSequence();
        byte[] salt = parameters.ReadOctetString();
        int iterations = ReadIterations(parameters);
        return (password.Derive(HashAlgorithmName.SHA1, 1, salt, iterations, keyBytes),
            password.Derive(HashAlgorithmName.SHA1, 2, salt, iterations, IvBytes));
    }
}
