using System.Formats.Asn1;
using System.Security.Cryptography;
using Staple32.Asn1;

namespace Staple32.Certificates;

internal enum SignatureKind
{
    /// <summary>RSASSA-PKCS1-v1_5 (RFC 8017 8.2).</summary>
    RsaPkcs1,

    /// <summary>RSASSA-PSS (RFC 8017 8.1) with MGF1 of the same digest and a salt as long as the digest.</summary>
    RsaPss,

    /// <summary>ECDSA with a DER Ecdsa-Sig-Value (RFC 5480 appendix A).</summary>
    Ecdsa,
}

/// <summary>What an AlgorithmIdentifier of a signature asks for, once policy has let it pass.</summary>
internal readonly record struct SignatureScheme(SignatureKind Kind, HashAlgorithmName Hash)
{
    /// <returns><see cref="SignatureVerdict.Valid"/> with a scheme, or why there is none.</returns>
    public static SignatureVerdict TryRead(AlgorithmIdentifier algorithm, out SignatureScheme scheme)
    {
        scheme = default;
        switch (algorithm.Oid)
        {
            case Oids.Md2WithRsa or Oids.Md4WithRsa or Oids.Md5WithRsa:
                return SignatureVerdict.WeakAlgorithm;
            case Oids.RsaPss:
                return TryReadPss(algorithm.Parameters, out scheme);
        }

        (SignatureKind Kind, HashAlgorithmName Hash)? known = algorithm.Oid switch
        {
            Oids.Sha1WithRsa or Oids.Sha1WithRsaOiw => (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA1),
            Oids.Sha256WithRsa => (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA256),
            Oids.Sha384WithRsa => (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA384),
            Oids.Sha512WithRsa => (SignatureKind.RsaPkcs1, HashAlgorithmName.SHA512),
            Oids.EcdsaWithSha1 => (SignatureKind.Ecdsa, HashAlgorithmName.SHA1),
            Oids.EcdsaWithSha256 => (SignatureKind.Ecdsa, HashAlgorithmName.SHA256),
            Oids.EcdsaWithSha384 => (SignatureKind.Ecdsa, HashAlgorithmName.SHA384),
            Oids.EcdsaWithSha512 => (SignatureKind.Ecdsa, HashAlgorithmName.SHA512),
            _ => null,
        };
        if (known is not { } found || !algorithm.HasNoParameters)
            return SignatureVerdict.UnsupportedAlgorithm;
        scheme = new SignatureScheme(found.Kind, found.Hash);
        return SignatureVerdict.Valid;
    }

    /// <summary>
    /// RSASSA-PSS-params (RFC 4055 3.1). The platform's verification takes one digest for message and mask and a salt of its
    /// length, which is what every CA writes; anything else is unsupported.
    /// </summary>
    internal static SignatureVerdict TryReadPss(ReadOnlyMemory<byte> parameters, out SignatureScheme scheme)
    {
        scheme = default;
        try
        {
            var outer = new DerReader(parameters);
            DerReader inside = outer.ReadSequence();
            outer.ExpectEnd();

            string hashOid = Oids.Sha1, maskHashOid = Oids.Sha1;
            int saltLength = 20, trailer = 1;
            if (inside.NextIs(DerReader.Context(0)))
                hashOid = ReadHash(inside.ReadSequence(DerReader.Context(0)));
            if (inside.NextIs(DerReader.Context(1)))
                maskHashOid = ReadMaskHash(inside.ReadSequence(DerReader.Context(1)));
            if (inside.NextIs(DerReader.Context(2)))
                saltLength = ReadNumber(inside.ReadSequence(DerReader.Context(2)));
            if (inside.NextIs(DerReader.Context(3)))
                trailer = ReadNumber(inside.ReadSequence(DerReader.Context(3)));
            inside.ExpectEnd();

            if (!Digest.TryFromOid(hashOid, out HashAlgorithmName hash) || maskHashOid != hashOid
                || saltLength != Digest.LengthOf(hash) || trailer != 1)
            {
                return SignatureVerdict.UnsupportedAlgorithm;
            }
            scheme = new SignatureScheme(SignatureKind.RsaPss, hash);
            return SignatureVerdict.Valid;
        }
        catch (AsnContentException)
        {
            return SignatureVerdict.UnsupportedAlgorithm;
        }
    }

    private static string ReadHash(DerReader reader)
    {
        AlgorithmIdentifier hash = AlgorithmIdentifier.Read(ref reader);
        reader.ExpectEnd();
        return hash.HasNoParameters ? hash.Oid : throw new AsnContentException("digest with parameters");
    }

    private static string ReadMaskHash(DerReader reader)
    {
        AlgorithmIdentifier mask = AlgorithmIdentifier.Read(ref reader);
        reader.ExpectEnd();
        return mask.Oid == Oids.MaskGeneration1
            ? ReadHash(new DerReader(mask.Parameters))
            : throw new AsnContentException("unknown mask generation");
    }

    private static int ReadNumber(DerReader reader)
    {
        int number = reader.ReadInt32();
        reader.ExpectEnd();
        return number;
    }
}
