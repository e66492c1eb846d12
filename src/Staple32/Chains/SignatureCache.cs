using System.Buffers.Binary;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>
/// Remembers which certificates were verified with which keys: a fact that never changes, and nearly all the work of
/// building a chain again. Holds a bounded number of verdicts, the recently used ones. Safe for all threads.
/// </summary>
internal sealed class SignatureCache
{
    private const int DefaultCapacity = 2048;

    // Two generations: when the young one is full it becomes the old one, and what was not used since is forgotten.
    private readonly Lock _lock = new();
    private readonly int _generationSize;
    private Dictionary<Key, SignatureVerdict> _young = [];
    private Dictionary<Key, SignatureVerdict> _old = [];

    /// <param name="capacity">The most verdicts to hold; 0 for a choice that suits a server with some hundred chains.</param>
    public SignatureCache(int capacity)
    {
        _generationSize = Math.Max(1, (capacity > 0 ? capacity : DefaultCapacity) / 2);
    }

    /// <summary>A remembered verdict.</summary>
    public bool TryGet(in Key key, out SignatureVerdict verdict)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out verdict))
                return true;
            if (!_old.TryGetValue(key, out verdict))
                return false;
            AddLocked(key, verdict);
            return true;
        }
    }

    public void Add(in Key key, SignatureVerdict verdict)
    {
        lock (_lock)
            AddLocked(key, verdict);
    }

    private void AddLocked(in Key key, SignatureVerdict verdict)
    {
        if (_young.Count >= _generationSize)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young[key] = verdict;
    }

    /// <summary>A certificate and a public key, by their SHA-256 hashes.</summary>
    internal readonly record struct Key(UInt128 CertificateHigh, UInt128 CertificateLow, UInt128 KeyHigh, UInt128 KeyLow)
    {
        public static Key Of(Certificate subject, PublicKeyInfo key)
        {
            ReadOnlySpan<byte> certificate = subject.Sha256Thumbprint.Span;
            ReadOnlySpan<byte> hash = key.Sha256;
            return new Key(
                BinaryPrimitives.ReadUInt128BigEndian(certificate),
                BinaryPrimitives.ReadUInt128BigEndian(certificate[16..]),
                BinaryPrimitives.ReadUInt128BigEndian(hash),
                BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }
}
