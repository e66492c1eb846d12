using System.Formats.Asn1;
using System.Runtime.Versioning;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// <see cref="SignatureVerifier"/>'s arithmetic by bcrypt.dll itself: the framework's classes go by way of NCrypt, which is
/// slower and asks for more than is needed here.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class BcryptVerifier
{
    // As for the framework's: one CA's key, or a few, sign everything a server staples.
    private static readonly KeyCache<BcryptKey> s_keys = new(64);

    public static SignatureVerdict Verify(
        PublicKeyInfo key, in PublicKeyMaterial material, SignatureScheme scheme, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        Span<byte> pair = stackalloc byte[2 * BcryptKey.MaxCoordinate];
        scoped ReadOnlySpan<byte> plain = signature;
        if (material.Kind == PublicKeyKind.EllipticCurve)
        {
            pair = pair[..(2 * material.First.Length)];
            if (!TryReadPair(signature, pair))
                return SignatureVerdict.Invalid;
            plain = pair;
            // Of a digest longer than the curve's order only the leftmost bits count (FIPS 186-5 6.4.2); these orders end with an octet.
            digest = digest[..Math.Min(digest.Length, material.First.Length)];
        }
        else if (signature.Length != material.First.Length)
        {
            // RFC 8017 8.1.2 and 8.2.2, step 1.
            return SignatureVerdict.Invalid;
        }

        ImportedKey<BcryptKey>? imported = s_keys.Take(key.Encoded.Span);
        if (imported is null)
        {
            SignatureVerdict verdict = BcryptKey.TryImport(material, out BcryptKey? fresh);
            if (fresh is null)
                return verdict;
            imported = new ImportedKey<BcryptKey>(key.Encoded.ToArray(), fresh);
        }

        try
        {
            return imported.Key.Verify(scheme, digest, plain);
        }
        finally
        {
            s_keys.Return(imported);
        }
    }

    /// <summary>Ecdsa-Sig-Value (RFC 5480 appendix A) as two numbers of the curve's length, one behind the other.</summary>
    private static bool TryReadPair(ReadOnlySpan<byte> signature, Span<byte> pair)
    {
        try
        {
            var outer = new DerReader(signature.ToArray());
            DerReader inside = outer.ReadSequence();
            outer.ExpectEnd();
            int length = pair.Length / 2;
            bool fits = TryWrite(inside.ReadInteger().Span, pair[..length]) && TryWrite(inside.ReadInteger().Span, pair[length..]);
            inside.ExpectEnd();
            return fits;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <param name="integer">Contents octets of a DER INTEGER.</param>
    /// <param name="target">Takes the number with zeros in front.</param>
    private static bool TryWrite(ReadOnlySpan<byte> integer, Span<byte> target)
    {
        ReadOnlySpan<byte> number = integer.TrimStart((byte)0);
        // A negative number is no part of a signature.
        if (integer[0] >= 0x80 || number.Length > target.Length)
            return false;
        target.Clear();
        number.CopyTo(target[^number.Length..]);
        return true;
    }
}
