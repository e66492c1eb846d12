using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Staple32.Tests.Pki;

public enum KeyKind
{
    Rsa2048,
    P256,
    P384,
    P521,

    /// <summary>The weakest RSA key that is still accepted.</summary>
    Rsa1024,

    /// <summary>Too weak.</summary>
    Rsa768,

    /// <summary>An algorithm the product does not know.</summary>
    Ed25519,
}

/// <summary>
/// A key pair for tests. Keys are made once per process and name, so that asking for one again costs nothing:
/// <c>TestKey.Of(KeyKind.P256, "my root")</c>.
/// </summary>
public sealed class TestKey
{
    private static readonly ConcurrentDictionary<(KeyKind, string), Lazy<TestKey>> s_keys = new();

    private TestKey(KeyKind kind, byte[] publicKeyInfo, AsymmetricKeyParameter privateKey)
    {
        Kind = kind;
        PublicKeyInfo = publicKeyInfo;
        Private = privateKey;
    }

    public KeyKind Kind { get; }

    /// <summary>The encoded SubjectPublicKeyInfo.</summary>
    public byte[] PublicKeyInfo { get; }

    public AsymmetricKeyParameter Private { get; }

    /// <summary>The contents of the public key's BIT STRING: what OCSP and key identifiers hash.</summary>
    public byte[] PublicKeyBits => ((DerBitString)Asn1Sequence.GetInstance(PublicKeyInfo)[1]).GetBytes();

    public byte[] Sha1 => DigestUtilities.CalculateDigest("SHA-1", PublicKeyBits);

    /// <summary>The signature algorithm a CA would use with this key, as <see cref="TestSignature"/> names it.</summary>
    public string DefaultAlgorithm => Kind switch
    {
        KeyKind.P256 or KeyKind.P384 or KeyKind.P521 => "SHA256withECDSA",
        KeyKind.Ed25519 => "Ed25519",
        _ => "SHA256withRSA",
    };

    public static TestKey Of(KeyKind kind, string name) =>
        s_keys.GetOrAdd((kind, name), key => new Lazy<TestKey>(() => Make(key.Item1))).Value;

    // The framework makes RSA keys ten times faster than BouncyCastle.
    private static TestKey Make(KeyKind kind)
    {
        if (kind == KeyKind.Ed25519)
        {
            var generator = new Ed25519KeyPairGenerator();
            generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
            AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
            return new TestKey(kind, SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded(), pair.Private);
        }
        using AsymmetricAlgorithm algorithm = kind switch
        {
            KeyKind.Rsa2048 => RSA.Create(2048),
            KeyKind.Rsa1024 => RSA.Create(1024),
            KeyKind.Rsa768 => RSA.Create(768),
            KeyKind.P256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            KeyKind.P384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        };
        return new TestKey(kind, algorithm.ExportSubjectPublicKeyInfo(), PrivateKeyFactory.CreateKey(algorithm.ExportPkcs8PrivateKey()));
    }
}
