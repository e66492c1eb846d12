using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// Certificates and CRLs with their properties, each kind in its order. All members are safe to call from any thread,
/// also while the store changes: an enumeration sees every element that was there all the time exactly once.
/// </summary>
public abstract class CertificateStore
{
    private protected CertificateStore()
    {
    }

    /// <summary>Properties of the store as a whole, such as its localized name.</summary>
    public PropertyBag Properties { get; } = new();

    /// <summary>True if nothing can be added or removed.</summary>
    public abstract bool IsReadOnly { get; }

    /// <summary>What becomes of changes, and whose store it is.</summary>
    public virtual StoreAccess Access => StoreAccess.None;

    /// <summary>Whether the store shows what is kept elsewhere and can be read again.</summary>
    public virtual bool IsMirror => false;

    /// <summary>The certificates in the order of their arrival, as they are now.</summary>
    public abstract IReadOnlyList<StoredCertificate> Certificates { get; }

    /// <summary>The CRLs in the order of their arrival, as they are now.</summary>
    public abstract IReadOnlyList<StoredCrl> Crls { get; }

    /// <summary>The stores that hold the elements: the store itself, or what a collection consists of in the end.</summary>
    internal abstract IReadOnlyList<ListStore> Holders { get; }

    /// <summary>The certificates whose subject is this name by the comparison of RFC 5280 section 7.1, exact matches first.</summary>
    /// <param name="name">An encoded Name.</param>
    public abstract IReadOnlyList<StoredCertificate> FindBySubject(ReadOnlySpan<byte> name);

    /// <summary>The certificate with this issuer and serial number, which is what makes two certificates the same one.</summary>
    /// <param name="issuer">An encoded Name, compared byte for byte.</param>
    /// <param name="serialNumber">The contents octets of the INTEGER.</param>
    public abstract StoredCertificate? FindByIssuerAndSerial(ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> serialNumber);

    /// <summary>The CRLs whose issuer is this name by the comparison of RFC 5280 section 7.1, in the order of their arrival.</summary>
    /// <param name="name">An encoded Name.</param>
    public abstract IReadOnlyList<StoredCrl> FindCrlsByIssuer(ReadOnlySpan<byte> name);

    /// <summary>Adds a certificate. It is the same as one in the store if issuer and serial number are.</summary>
    /// <param name="certificate">The certificate; the store keeps the object, not a copy.</param>
    /// <param name="properties">Properties to copy, or null.</param>
    /// <param name="disposition">What to do if the store has it already.</param>
    /// <param name="stored">The element that is now in the store for it: the new one or the existing one; null if refused.</param>
    public AddOutcome TryAdd(
        Certificate certificate, PropertyBag? properties, AddDisposition disposition, out StoredCertificate? stored)
    {
        CheckDisposition(disposition);
        return TryAdd(new StoredCertificate(certificate, PropertyBag.Copy(properties)), disposition, out stored);
    }

    /// <summary>
    /// Adds a CRL. It is the same as one in the store if the issuer is, if both or neither are deltas, and if their issuing
    /// distribution points are equal; the newer one is that whose ThisUpdate is later.
    /// </summary>
    /// <param name="list">The CRL; the store keeps the object, not a copy.</param>
    /// <param name="properties">Properties to copy, or null.</param>
    /// <param name="disposition">What to do if the store has it already.</param>
    /// <param name="stored">The element that is now in the store for it: the new one or the existing one; null if refused.</param>
    public AddOutcome TryAdd(
        CertificateRevocationList list, PropertyBag? properties, AddDisposition disposition, out StoredCrl? stored)
    {
        CheckDisposition(disposition);
        return TryAdd(new StoredCrl(list, PropertyBag.Copy(properties)), disposition, out stored);
    }

    /// <summary>Removes an element. Whoever holds it may go on using it.</summary>
    /// <returns>False if it is not in the store (any more) or the store is read-only.</returns>
    public abstract bool Remove(StoredElement element);

    /// <summary>Looks for the first element of a kind behind another one that satisfies a condition.</summary>
    /// <param name="previous">An element of this store, also one that has been removed since; null to begin.</param>
    /// <param name="match">The condition; null for any element.</param>
    /// <param name="next">The element found; null at the end.</param>
    /// <returns>False if the previous element is none of this store's.</returns>
    public bool TryNext<T>(T? previous, Predicate<T>? match, out T? next)
        where T : StoredElement => TryNext(previous, new StoreSearch<T>(match), out next);

    /// <summary>As the other one, by way of an index where the search and the store have one.</summary>
    public bool TryNext<T>(T? previous, StoreSearch<T> search, out T? next)
        where T : StoredElement
    {
        next = null;
        IReadOnlyList<ListStore> holders = Holders;
        int index = 0;
        long after = -1;
        if (previous is not null)
        {
            while (index < holders.Count && !ReferenceEquals(holders[index], previous.Store))
                index++;
            if (index == holders.Count)
                return false;
            after = previous.Sequence;
        }

        for (; next is null && index < holders.Count; index++, after = -1)
            next = holders[index].FirstAfter(after, search);
        return true;
    }

    /// <summary>As the other ones, for an element that is in no store and becomes this one's if it is added.</summary>
    public abstract AddOutcome TryAdd<T>(T candidate, AddDisposition disposition, out T? stored)
        where T : StoredElement;

    /// <summary>Reads again what the store mirrors; changes that were made only here are lost.</summary>
    /// <returns>False if it mirrors nothing.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="CertificateFormatException">It is no store any more. The elements stay.</exception>
    public virtual bool TryResync() => false;

    /// <summary>From now on looks at the beginning of every enumeration and search whether what the store mirrors has changed.</summary>
    /// <returns>False if it mirrors nothing.</returns>
    public virtual bool TryResyncAlways() => false;

    /// <summary>Writes the store back to where it came from.</summary>
    /// <param name="evenUnchanged">Also if nothing has changed since it was read or written.</param>
    /// <returns>False if it is not one that is written back.</returns>
    /// <exception cref="WriteFailedException">It cannot be written; the changes stay to be written.</exception>
    public virtual bool TryCommit(bool evenUnchanged) => false;

    /// <summary>Keeps <see cref="Close"/> from writing back what has changed until now.</summary>
    /// <returns>False if it is not one that is written back.</returns>
    public virtual bool TryForgetChanges() => false;

    /// <summary>Ends the connection with what the store mirrors, and writes back what has changed. The elements stay.</summary>
    /// <exception cref="WriteFailedException">It cannot be written; the changes stay to be written.</exception>
    public virtual void Close()
    {
    }

    private static void CheckDisposition(AddDisposition disposition)
    {
        if (disposition is < AddDisposition.New or > AddDisposition.NewerInheritProperties)
            throw new ArgumentOutOfRangeException(nameof(disposition));
    }
}
