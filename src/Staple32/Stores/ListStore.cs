using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// A store that holds its elements itself, indexed, so that neither a chain builder nor an addition walks through ten
/// thousand certificates.
/// </summary>
public abstract class ListStore : CertificateStore
{
    private readonly Lock _lock = new();
    private readonly CertificateIndex _certificateIndex = new();
    private readonly CrlIndex _crlIndex = new();
    private readonly ElementList<StoredCertificate> _certificates;
    private readonly ElementList<StoredCrl> _crls;
    private readonly ListStore[] _self;

    private protected ListStore()
    {
        _self = [this];
        _certificates = new ElementList<StoredCertificate>(this, _lock, _certificateIndex);
        _crls = new ElementList<StoredCrl>(this, _lock, _crlIndex);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCertificate> Certificates
    {
        get
        {
            BeforeRead();
            return _certificates.Snapshot();
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCrl> Crls
    {
        get
        {
            BeforeRead();
            return _crls.Snapshot();
        }
    }

    internal override IReadOnlyList<ListStore> Holders => _self;

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCertificate> FindBySubject(ReadOnlySpan<byte> name)
    {
        BeforeRead();
        lock (_lock)
            return _certificateIndex.IsEmpty ? [] : _certificateIndex.FindBySubject(name);
    }

    /// <inheritdoc/>
    public override StoredCertificate? FindByIssuerAndSerial(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber)
    {
        BeforeRead();
        lock (_lock)
            return _certificateIndex.FindByIssuerAndSerial(issuer, serialNumber);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCrl> FindCrlsByIssuer(ReadOnlySpan<byte> name)
    {
        BeforeRead();
        lock (_lock)
            return _crlIndex.FindByIssuer(name);
    }

    /// <inheritdoc/>
    public override bool Remove(StoredElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (IsReadOnly || !ReferenceEquals(element.Store, this))
            return false;
        return element is StoredCrl crl ? _crls.Remove(crl) : _certificates.Remove((StoredCertificate)element);
    }

    public override AddOutcome TryAdd<T>(T candidate, AddDisposition disposition, out T? stored)
        where T : class
    {
        stored = null;
        return IsReadOnly ? AddOutcome.ReadOnly : ListOf<T>().TryAdd(candidate, disposition, out stored);
    }

    /// <summary>The elements of one kind.</summary>
    internal ElementList<T> ListOf<T>()
        where T : StoredElement => (ElementList<T>)(typeof(T) == typeof(StoredCrl) ? _crls : (object)_certificates);

    /// <summary>The first element behind a sequence number that satisfies a search's condition; -1 begins.</summary>
    internal T? FirstAfter<T>(long sequence, StoreSearch<T> search)
        where T : StoredElement
    {
        if (sequence < 0)
            BeforeRead();
        return ListOf<T>().FirstAfter(sequence, search);
    }

    /// <summary>The first element that an addition of this one would meet.</summary>
    internal T? FindSame<T>(T other)
        where T : StoredElement
    {
        BeforeRead();
        return ListOf<T>().FindSame(other);
    }

    /// <summary>
    /// Writes a change to where the store is kept, before it is made here: one element in the place of another, or the
    /// same one with other properties.
    /// </summary>
    /// <param name="removed">Null if one is only added.</param>
    /// <param name="added">Null if one is only removed.</param>
    /// <exception cref="WriteFailedException">It cannot be written, and the change is not made.</exception>
    /// <exception cref="UnauthorizedAccessException">It stands in a file with others, and the change is not made.</exception>
    internal virtual void Keep(StoredElement? removed, StoredElement? added)
    {
    }

    /// <summary>Called before a look at the store begins: the moment to notice that what it mirrors has changed.</summary>
    private protected virtual void BeforeRead()
    {
    }

    /// <summary>Another value after every addition and removal and every change of a property.</summary>
    private protected (long, long, long, long) Changes
    {
        get
        {
            (long ofList, long ofProperties) = _certificates.Changes;
            (long ofCrls, long ofCrlProperties) = _crls.Changes;
            return (ofList, ofProperties, ofCrls, ofCrlProperties);
        }
    }

    /// <summary>Makes the store hold exactly these certificates; those that it holds already stay the same elements.</summary>
    private protected void Load(IReadOnlyList<Certificate> certificates)
    {
        var elements = new List<StoredCertificate>(certificates.Count);
        foreach (Certificate certificate in certificates.Distinct(EncodingComparer.Instance))
            elements.Add(new StoredCertificate(certificate));
        _certificates.Load(elements, meet: null);
    }

    /// <summary>Makes the store hold exactly these elements with these properties; those that it holds already stay the same.</summary>
    private protected void Load(StoreContents contents)
    {
        _certificates.Load(contents.Certificates, ElementList<StoredCertificate>.TakeProperties);
        _crls.Load(contents.Crls, ElementList<StoredCrl>.TakeProperties);
    }
}
