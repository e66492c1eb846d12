using System.Collections;
using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// The entries of a CRL in their order, read one by one out of its bytes. An enumeration throws
/// <see cref="CertificateFormatException"/> when it comes to a malformed one.
/// </summary>
public readonly struct CrlEntryList : IEnumerable<CrlEntry>
{
    private readonly ReadOnlyMemory<byte> _encoded;

    /// <param name="encoded">The inside of revokedCertificates.</param>
    internal CrlEntryList(ReadOnlyMemory<byte> encoded) => _encoded = encoded;

    /// <summary>Whether nothing is revoked.</summary>
    public bool IsEmpty => _encoded.IsEmpty;

    public Enumerator GetEnumerator() => new(_encoded);

    /// <summary>The entry at a position that <see cref="Enumerator.Position"/> gave.</summary>
    /// <exception cref="CertificateFormatException">None begins there.</exception>
    internal CrlEntry ReadAt(int position)
    {
        var enumerator = new Enumerator(_encoded[position..]);
        return enumerator.MoveNext() ? enumerator.Current : throw new CertificateFormatException("no CRL entry at that position");
    }

    IEnumerator<CrlEntry> IEnumerable<CrlEntry>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A position between two entries.</summary>
    public struct Enumerator : IEnumerator<CrlEntry>
    {
        private readonly ReadOnlyMemory<byte> _encoded;
        private DerReader _reader;

        internal Enumerator(ReadOnlyMemory<byte> encoded)
        {
            _encoded = encoded;
            _reader = new DerReader(encoded);
        }

        public CrlEntry Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <summary>Bytes of the list up to here: where the next entry begins.</summary>
        internal readonly int Position => _encoded.Length - _reader.Rest.Length;

        public bool MoveNext()
        {
            if (!_reader.HasData)
                return false;
            int position = Position;
            try
            {
                Current = CrlEntry.Read(ref _reader);
                return true;
            }
            catch (AsnContentException e)
            {
                throw new CertificateFormatException($"malformed CRL entry at byte {position} of the list: {e.Describe()}", e);
            }
        }

        public void Reset() => _reader = new DerReader(_encoded);

        public readonly void Dispose()
        {
        }
    }
}
