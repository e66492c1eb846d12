using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Benchmarks.Fleet;

/// <summary>A set of certificates as benchmarks/fleet/generate.c writes it.</summary>
internal sealed class FleetSet(string directory)
{
    private const int HeadSize = 8;

    public X509Certificate2 Root { get; } = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, "root.der"));

    /// <summary>The issuers' certificates.</summary>
    public IReadOnlyList<X509Certificate2> Issuers { get; } =
        [.. Records(Path.Combine(directory, "issuers")).Select(static record => X509CertificateLoader.LoadCertificate(record.Encoded))];

    /// <summary>The leaves' one key.</summary>
    public ECDsa LoadLeafKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(directory, "leaf.key")));
        return key;
    }

    /// <summary>The first leaves, each with the number of its issuer.</summary>
    public IEnumerable<(X509Certificate2 Certificate, int Issuer)> Leaves(int count) => Records(Path.Combine(directory, "leaves"))
        .Take(count)
        .Select(static record => (X509CertificateLoader.LoadCertificate(record.Encoded), record.Issuer));

    // A record: its length, the issuer's number, the bytes.
    private static IEnumerable<(byte[] Encoded, int Issuer)> Records(string path)
    {
        byte[] all = File.ReadAllBytes(path);
        for (int at = 0; at < all.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(at));
            int issuer = BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(at + sizeof(int)));
            yield return (all.AsSpan(at + HeadSize, length).ToArray(), issuer);
            at += HeadSize + length;
        }
    }
}
