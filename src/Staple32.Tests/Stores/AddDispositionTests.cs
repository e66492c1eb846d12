using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>Each disposition against a store that has the certificate (the same issuer and serial number) and one that has not.</summary>
public class AddDispositionTests
{
    private const uint Own = 0x8001;
    private const uint Shared = 0x8002;
    private static readonly Certificate s_older = TestCertificate.Make("CN=x", [5], "CN=ca", ageInDays: 10);
    private static readonly Certificate s_newer = TestCertificate.Make("CN=x", [5], "CN=ca");

    [Theory]
    [InlineData(AddDisposition.New)]
    [InlineData(AddDisposition.UseExisting)]
    [InlineData(AddDisposition.ReplaceExisting)]
    [InlineData(AddDisposition.Always)]
    [InlineData(AddDisposition.ReplaceExistingInheritProperties)]
    [InlineData(AddDisposition.Newer)]
    [InlineData(AddDisposition.NewerInheritProperties)]
    public void A_certificate_that_is_not_there_is_added_with_its_properties(AddDisposition disposition)
    {
        var store = new MemoryStore();
        Assert.Equal(AddOutcome.Added, store.TryAdd(s_newer, Bag(Own, 1), disposition, out StoredCertificate? stored));
        Assert.Same(stored, Assert.Single(store.Certificates));
        Assert.Same(store, stored!.Store);
        Assert.Equal(1, Value(stored, Own));
    }

    [Fact]
    public void New_refuses_what_is_there()
    {
        MemoryStore store = StoreWith(s_older, out StoredCertificate existing);
        Assert.Equal(AddOutcome.Exists, store.TryAdd(s_newer, null, AddDisposition.New, out StoredCertificate? stored));
        Assert.Null(stored);
        Assert.Same(existing, Assert.Single(store.Certificates));
    }

    [Fact]
    public void UseExisting_keeps_the_element_and_adds_only_the_properties_that_it_lacks()
    {
        MemoryStore store = StoreWith(s_older, out StoredCertificate existing, Bag(Shared, 1));
        PropertyBag added = Bag(Shared, 2);
        added.Set(Own, new byte[] { 3 });
        added.Set(PropertyIds.Sha1Hash, new byte[20]);
        Assert.Equal(AddOutcome.UsedExisting, store.TryAdd(s_newer, added, AddDisposition.UseExisting, out StoredCertificate? stored));
        Assert.Same(existing, stored);
        Assert.Equal(1, Value(existing, Shared));
        Assert.Equal(3, Value(existing, Own));
        Assert.False(existing.Properties.Contains(PropertyIds.Sha1Hash));
    }

    [Fact]
    public void ReplaceExisting_removes_the_element_and_its_properties()
    {
        MemoryStore store = StoreWith(s_newer, out StoredCertificate existing, Bag(Shared, 1));
        Assert.Equal(AddOutcome.Added, store.TryAdd(s_older, Bag(Own, 2), AddDisposition.ReplaceExisting, out StoredCertificate? stored));
        Assert.NotSame(existing, stored);
        Assert.Same(stored, Assert.Single(store.Certificates));
        Assert.False(stored!.Properties.Contains(Shared));
        Assert.Equal(2, Value(stored, Own));
    }

    [Fact]
    public void Always_keeps_both()
    {
        MemoryStore store = StoreWith(s_older, out _);
        Assert.Equal(AddOutcome.Added, store.TryAdd(s_older, null, AddDisposition.Always, out _));
        Assert.Equal(2, store.Certificates.Count);
    }

    [Fact]
    public void Inheriting_replacement_by_another_encoding_keeps_old_properties_but_no_computed_ones()
    {
        MemoryStore store = StoreWith(s_older, out StoredCertificate existing, Bag(Shared, 1));
        existing.Properties.Set(Own, new byte[] { 1 });
        Assert.NotNull(ComputedProperties.Get(existing, PropertyIds.Sha256Hash));
        store.TryAdd(s_newer, Bag(Own, 2), AddDisposition.ReplaceExistingInheritProperties, out StoredCertificate? stored);
        Assert.Same(s_newer, Assert.Single(store.Certificates).Certificate);
        Assert.Equal(1, Value(stored!, Shared));
        Assert.Equal(2, Value(stored!, Own));
        Assert.Equal(s_newer.Sha256Thumbprint.ToArray(), ComputedProperties.Get(stored!, PropertyIds.Sha256Hash)!.Value.ToArray());
    }

    [Fact]
    public void Inheriting_replacement_by_the_same_encoding_keeps_the_element()
    {
        MemoryStore store = StoreWith(s_older, out StoredCertificate existing, Bag(Shared, 1));
        PropertyBag added = Bag(Shared, 2);
        store.TryAdd(s_older, added, AddDisposition.ReplaceExistingInheritProperties, out StoredCertificate? stored);
        Assert.Same(existing, stored);
        Assert.Equal(2, Value(existing, Shared));
    }

    [Theory]
    [InlineData(AddDisposition.Newer, false)]
    [InlineData(AddDisposition.NewerInheritProperties, true)]
    public void Newer_replaces_an_older_one(AddDisposition disposition, bool inherits)
    {
        MemoryStore store = StoreWith(s_older, out _, Bag(Shared, 1));
        Assert.Equal(AddOutcome.Added, store.TryAdd(s_newer, null, disposition, out StoredCertificate? stored));
        Assert.Same(s_newer, Assert.Single(store.Certificates).Certificate);
        Assert.Equal(inherits, stored!.Properties.Contains(Shared));
    }

    [Theory]
    [InlineData(AddDisposition.Newer)]
    [InlineData(AddDisposition.NewerInheritProperties)]
    public void Newer_refuses_one_that_is_older_or_as_old(AddDisposition disposition)
    {
        MemoryStore store = StoreWith(s_newer, out StoredCertificate existing);
        Assert.Equal(AddOutcome.Exists, store.TryAdd(s_older, null, disposition, out _));
        Assert.Equal(AddOutcome.Exists, store.TryAdd(s_newer, null, disposition, out _));
        Assert.Same(existing, Assert.Single(store.Certificates));
    }

    [Fact]
    public void A_read_only_store_takes_nothing()
    {
        var store = new MemoryStore(isReadOnly: true);
        Assert.Equal(AddOutcome.ReadOnly, store.TryAdd(s_newer, null, AddDisposition.Always, out _));
        Assert.Empty(store.Certificates);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void A_disposition_that_does_not_exist_is_refused_even_by_an_empty_store(int disposition) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryStore().TryAdd(s_newer, null, (AddDisposition)disposition, out _));

    private static MemoryStore StoreWith(Certificate certificate, out StoredCertificate stored, PropertyBag? properties = null)
    {
        var store = new MemoryStore();
        store.TryAdd(certificate, properties, AddDisposition.Always, out StoredCertificate? added);
        stored = added!;
        return store;
    }

    private static PropertyBag Bag(uint id, byte value)
    {
        var bag = new PropertyBag();
        bag.Set(id, new[] { value });
        return bag;
    }

    private static int Value(StoredCertificate element, uint id) => element.Properties.Get(id)!.Value.Span[0];
}
