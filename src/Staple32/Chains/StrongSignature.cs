using System.Globalization;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>
/// Which signatures and keys are strong (CERT_STRONG_SIGN_PARA): pairs of a key's algorithm and a hash that may have
/// made signatures, and least lengths of keys. Immutable.
/// </summary>
public sealed class StrongSignature
{
    /// <summary>szOID_CERT_STRONG_SIGN_OS_1: SHA-2 only, RSA keys of 2047 bits or elliptic ones of 256.</summary>
    public const string SignOs1 = "1.3.6.1.4.1.311.72.1.1";

    /// <summary>szOID_CERT_STRONG_KEY_OS_1: the same keys, and SHA-1 too.</summary>
    public const string KeyOs1 = "1.3.6.1.4.1.311.72.2.1";

    private const string Sha2 = "RSA/SHA256;RSA/SHA384;RSA/SHA512;ECDSA/SHA256;ECDSA/SHA384;ECDSA/SHA512";
    private const string OsKeys = "RSA/2047;ECDSA/256";

    private readonly HashSet<string> _signatures;
    private readonly Dictionary<string, int>? _keys;

    private StrongSignature(HashSet<string> signatures, Dictionary<string, int>? keys)
    {
        _signatures = signatures;
        _keys = keys;
    }

    /// <summary>Whether CRLs must be signed strongly too (CERT_STRONG_SIGN_ENABLE_CRL_CHECK).</summary>
    public bool ChecksCrls { get; private init; }

    /// <summary>Whether OCSP responses must be signed strongly too (CERT_STRONG_SIGN_ENABLE_OCSP_CHECK).</summary>
    public bool ChecksOcsp { get; private init; }

    /// <summary>The criteria that have a name.</summary>
    /// <returns>Null if there are none of that name.</returns>
    public static StrongSignature? FromOid(string oid) => oid switch
    {
        SignOs1 => TryParse(Sha2, OsKeys, checksCrls: true, checksOcsp: true),
        KeyOs1 => TryParse(Sha2 + ";RSA/SHA1;ECDSA/SHA1", OsKeys, checksCrls: true, checksOcsp: true),
        _ => null,
    };

    /// <summary>Criteria as CERT_STRONG_SIGN_SERIALIZED_INFO has them.</summary>
    /// <param name="signatures">Such as "RSA/SHA256;ECDSA/SHA384".</param>
    /// <param name="keys">Such as "RSA/2048;ECDSA/256"; null for keys of any kind and length.</param>
    /// <param name="checksCrls">See <see cref="ChecksCrls"/>.</param>
    /// <param name="checksOcsp">See <see cref="ChecksOcsp"/>.</param>
    /// <returns>Null if one of the texts is malformed.</returns>
    public static StrongSignature? TryParse(string signatures, string? keys, bool checksCrls = false, bool checksOcsp = false)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var accepted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string algorithm, string hash) in Pairs(signatures))
        {
            if (algorithm.Length == 0 || hash.Length == 0)
                return null;
            accepted.Add($"{algorithm}/{hash}");
        }

        Dictionary<string, int>? lengths = null;
        if (keys is not null)
        {
            lengths = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            foreach ((string algorithm, string bits) in Pairs(keys))
            {
                if (algorithm.Length == 0 || !int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out int least))
                    return null;
                lengths[algorithm] = least;
            }
        }

        return new StrongSignature(accepted, lengths) { ChecksCrls = checksCrls, ChecksOcsp = checksOcsp };
    }

    /// <summary>Whether a signature of this algorithm is strong.</summary>
    public bool Accepts(AlgorithmIdentifier algorithm) =>
        SignatureScheme.TryRead(algorithm, out SignatureScheme scheme) == SignatureVerdict.Valid
        && _signatures.Contains($"{(scheme.Kind == SignatureKind.Ecdsa ? "ECDSA" : "RSA")}/{scheme.Hash.Name}");

    /// <summary>Whether a key is strong: of a kind that is listed, and long enough.</summary>
    public bool Accepts(PublicKeyInfo key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_keys is null)
            return true;
        string kind = key.Algorithm.Oid switch
        {
            Oids.RsaEncryption or Oids.RsaPss => "RSA",
            Oids.EcPublicKey => "ECDSA",
            Oids.Dsa => "DSA",
            _ => "",
        };
        return _keys.TryGetValue(kind, out int least) && PublicKeySize.BitsOf(key) >= Math.Max(least, 1);
    }

    private static IEnumerable<(string Algorithm, string Value)> Pairs(string text)
    {
        foreach (string pair in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int slash = pair.IndexOf('/', StringComparison.Ordinal);
            yield return slash < 0 ? (pair, "") : (pair[..slash].TrimEnd(), pair[(slash + 1)..].TrimStart());
        }
    }
}
