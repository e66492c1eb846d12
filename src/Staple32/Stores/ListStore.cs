using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// A store that holds its elements itself, indexed, so that neither a chain builder nor an addition walks through ten
/// thousand certificates.
/// </summary>
public abstract class ListStore : CertificateStore
{
    private readonly Lock _lock = new();
    private readonly List<StoredCertificate> _elements = [];
    private readonly CertificateIndex _index = new();
    private readonly ListStore[] _self;
    private StoredCertificate[]? _snapshot;
    private long _lastSequence;

    private protected ListStore() => _self = [this];

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCertificate> Certificates
    {
        get
        {
            BeforeRead();
            return Snapshot();
        }
    }

    internal override IReadOnlyList<ListStore> Holders => _self;

    /// <inheritdoc/>
    public override IReadOnlyList<StoredCertificate> FindBySubject(ReadOnlySpan<byte> name)
    {
        BeforeRead();
        lock (_lock)
            return _index.FindBySubject(name);
    }

    /// <inheritdoc/>
    public override StoredCertificate? FindByIssuerAndSerial(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber)
    {
        BeforeRead();
        lock (_lock)
            return _index.FindByIssuerAndSerial(issuer, serialNumber);
    }

    /// <inheritdoc/>
    public override AddOutcome TryAdd(
        Certificate certificate, PropertyBag? properties, AddDisposition disposition, out StoredCertificate? stored)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (disposition is < AddDisposition.New or > AddDisposition.NewerInheritProperties)
            throw new ArgumentOutOfRangeException(nameof(disposition));
        stored = null;
        if (IsReadOnly)
            return AddOutcome.ReadOnly;
        lock (_lock)
        {
            StoredCertificate? existing = disposition == AddDisposition.Always
                ? null
                : _index.FindByIssuerAndSerial(certificate.Issuer.Span, certificate.SerialNumber.Span);
            if (existing is null)
            {
                stored = Attach(certificate, properties);
                return AddOutcome.Added;
            }

            switch (disposition)
            {
                case AddDisposition.UseExisting:
                    InheritedProperties.TakeOverMissing(
                        existing.Properties, properties, EncodingComparer.Instance.Equals(existing.Certificate, certificate));
                    stored = existing;
                    return AddOutcome.UsedExisting;
                case AddDisposition.New:
                case AddDisposition.Newer or AddDisposition.NewerInheritProperties
                    when certificate.NotBefore <= existing.Certificate.NotBefore:
                    return AddOutcome.Exists;
                case AddDisposition.ReplaceExistingInheritProperties or AddDisposition.NewerInheritProperties:
                    stored = ReplaceInheriting(existing, certificate, properties);
                    return AddOutcome.Added;
                default:
                    Detach(existing);
                    stored = Attach(certificate, properties);
                    return AddOutcome.Added;
            }
        }
    }

    /// <inheritdoc/>
    public override bool Remove(StoredCertificate element)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (IsReadOnly || !ReferenceEquals(element.Store, this))
            return false;
        lock (_lock)
            return Detach(element);
    }

    /// <summary>The first element behind a sequence number that satisfies a condition; -1 begins.</summary>
    internal StoredCertificate? FirstAfter(long sequence, Predicate<StoredCertificate>? match)
    {
        if (sequence < 0)
            BeforeRead();
        StoredCertificate[] elements = Snapshot();
        for (int index = IndexBehind(elements, sequence); index < elements.Length; index++)
        {
            if (match is null || match(elements[index]))
                return elements[index];
        }

        return null;
    }

    /// <summary>Called before a look at the store begins: the moment to notice that what it mirrors has changed.</summary>
    private protected virtual void BeforeRead()
    {
    }

    /// <summary>Makes the store hold exactly these certificates; those that it holds already stay the same elements.</summary>
    private protected void Load(IReadOnlyList<Certificate> certificates)
    {
        var wanted = new HashSet<Certificate>(certificates, EncodingComparer.Instance);
        lock (_lock)
        {
            foreach (StoredCertificate element in _elements.ToArray())
            {
                if (!wanted.Remove(element.Certificate))
                    Detach(element);
            }

            foreach (Certificate certificate in certificates)
            {
                if (wanted.Remove(certificate))
                    Attach(certificate, null);
            }
        }
    }

    private StoredCertificate[] Snapshot()
    {
        lock (_lock)
            return _snapshot ??= [.. _elements];
    }

    private StoredCertificate ReplaceInheriting(StoredCertificate existing, Certificate certificate, PropertyBag? properties)
    {
        // The very same certificate need not move; it only learns the new properties.
        if (EncodingComparer.Instance.Equals(existing.Certificate, certificate))
        {
            if (properties is not null)
                existing.Properties.CopyFrom(properties, replace: true);
            return existing;
        }

        Detach(existing);
        return Attach(certificate, InheritedProperties.Merge(existing.Properties, properties));
    }

    private StoredCertificate Attach(Certificate certificate, PropertyBag? properties)
    {
        var bag = new PropertyBag();
        if (properties is not null)
            bag.CopyFrom(properties, replace: true);
        var element = new StoredCertificate(certificate, bag, this, ++_lastSequence);
        _elements.Add(element);
        _index.Add(element);
        _snapshot = null;
        return element;
    }

    private bool Detach(StoredCertificate element)
    {
        if (!_elements.Remove(element))
            return false;
        _index.Remove(element);
        _snapshot = null;
        return true;
    }

    private static int IndexBehind(StoredCertificate[] elements, long sequence)
    {
        int low = 0;
        int high = elements.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (elements[middle].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
