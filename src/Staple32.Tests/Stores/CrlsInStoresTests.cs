using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>Stores treat CRLs as they treat certificates; what differs is which are the same, and which is newer.</summary>
public class CrlsInStoresTests
{
    private const uint Own = 0x8001;
    private static readonly CertificateRevocationList s_older = TestCrl.Make("CN=ca", ageInDays: 3);
    private static readonly CertificateRevocationList s_newer = TestCrl.Make("CN=ca");

    [Theory]
    [InlineData(AddDisposition.New, AddOutcome.Exists, "older")]
    [InlineData(AddDisposition.UseExisting, AddOutcome.UsedExisting, "older")]
    [InlineData(AddDisposition.ReplaceExisting, AddOutcome.Added, "newer")]
    [InlineData(AddDisposition.Always, AddOutcome.Added, "older newer")]
    [InlineData(AddDisposition.ReplaceExistingInheritProperties, AddOutcome.Added, "newer")]
    [InlineData(AddDisposition.Newer, AddOutcome.Added, "newer")]
    [InlineData(AddDisposition.NewerInheritProperties, AddOutcome.Added, "newer")]
    public void A_newer_one_meets_an_older_one(AddDisposition disposition, AddOutcome outcome, string left) =>
        Assert.Equal((outcome, left), Meet(s_older, s_newer, disposition));

    [Theory]
    [InlineData(AddDisposition.New, AddOutcome.Exists, "newer")]
    [InlineData(AddDisposition.UseExisting, AddOutcome.UsedExisting, "newer")]
    [InlineData(AddDisposition.ReplaceExisting, AddOutcome.Added, "older")]
    [InlineData(AddDisposition.Always, AddOutcome.Added, "newer older")]
    [InlineData(AddDisposition.ReplaceExistingInheritProperties, AddOutcome.Added, "older")]
    [InlineData(AddDisposition.Newer, AddOutcome.Exists, "newer")]
    [InlineData(AddDisposition.NewerInheritProperties, AddOutcome.Exists, "newer")]
    public void An_older_one_meets_a_newer_one(AddDisposition disposition, AddOutcome outcome, string left) =>
        Assert.Equal((outcome, left), Meet(s_newer, s_older, disposition));

    [Theory]
    [InlineData(AddDisposition.ReplaceExisting, false)]
    [InlineData(AddDisposition.ReplaceExistingInheritProperties, true)]
    [InlineData(AddDisposition.Newer, false)]
    [InlineData(AddDisposition.NewerInheritProperties, true)]
    public void Properties_pass_on_only_where_the_disposition_says_so(AddDisposition disposition, bool inherits)
    {
        var store = new MemoryStore();
        store.TryAdd(s_older, null, AddDisposition.New, out StoredCrl? first);
        first!.Properties.Set(Own, new byte[] { 1 });
        Assert.NotNull(ComputedProperties.Get(first, PropertyIds.Sha1Hash));
        store.TryAdd(s_newer, null, disposition, out StoredCrl? second);
        Assert.Equal(inherits, second!.Properties.Contains(Own));
        Assert.Equal(s_newer.Sha1Thumbprint.ToArray(), ComputedProperties.Get(second, PropertyIds.Sha1Hash)!.Value.ToArray());
    }

    [Fact]
    public void A_crl_has_its_hashes_and_nothing_else_unless_set()
    {
        var element = new StoredCrl(s_newer);
        Assert.Equal(16, ComputedProperties.Peek(element, PropertyIds.Md5Hash)!.Value.Length);
        Assert.Equal(s_newer.Sha256Thumbprint.ToArray(), ComputedProperties.Peek(element, PropertyIds.Sha256Hash)!.Value.ToArray());
        Assert.Null(ComputedProperties.Peek(element, PropertyIds.KeyIdentifier));
        Assert.Null(ComputedProperties.Peek(element, Own));
    }

    [Fact]
    public void Another_issuer_a_delta_and_another_scope_are_other_crls()
    {
        var store = new MemoryStore();
        CertificateRevocationList[] different =
        [
            s_older,
            TestCrl.Make("CN=other ca"),
            TestCrl.Make("CN=ca", isDelta: true),
            TestCrl.Make("CN=ca", scope: "http://a.example/1.crl"),
            TestCrl.Make("CN=ca", scope: "http://a.example/2.crl"),
            TestCrl.Make("CN=ca", isDelta: true, scope: "http://a.example/1.crl"),
        ];
        foreach (CertificateRevocationList list in different)
            Assert.Equal(AddOutcome.Added, store.TryAdd(list, null, AddDisposition.New, out StoredCrl? _));
        Assert.Equal(different, store.Crls.Select(element => element.List));
        foreach (CertificateRevocationList list in different)
            Assert.Same(list, Assert.Single(store.Crls, element => CrlSearch.ByExisting(list)(element)).List);
    }

    [Fact]
    public void Crls_are_found_by_their_issuer_however_it_is_written()
    {
        var store = new MemoryStore();
        CertificateRevocationList shouting = TestCrl.Make("CN=CA", isDelta: true);
        foreach (CertificateRevocationList list in new[] { s_older, TestCrl.Make("CN=other ca"), shouting })
            store.TryAdd(list, null, AddDisposition.New, out StoredCrl? _);
        Assert.Equal([s_older, shouting], store.FindCrlsByIssuer(s_newer.Issuer.Span).Select(element => element.List));
        Assert.Empty(store.FindCrlsByIssuer("not a name"u8));
    }

    [Fact]
    public void Certificates_and_crls_are_enumerated_apart()
    {
        var store = new MemoryStore();
        Certificate certificate = TestCertificate.Make("CN=ca");
        store.TryAdd(s_older, null, AddDisposition.New, out StoredCrl? crl);
        store.TryAdd(certificate, null, AddDisposition.New, out StoredCertificate? stored);
        store.TryAdd(TestCrl.Make("CN=other ca"), null, AddDisposition.New, out StoredCrl? last);
        Assert.True(store.TryNext(crl, null, out StoredCrl? next));
        Assert.Same(last, next);
        Assert.True(store.TryNext(last, null, out next));
        Assert.Null(next);
        Assert.True(store.TryNext<StoredCertificate>(null, null, out StoredCertificate? only));
        Assert.Same(stored, only);
        Assert.Same(certificate, Assert.Single(store.Certificates).Certificate);
    }

    [Fact]
    public void A_collection_shows_and_adds_and_removes_crls()
    {
        var closed = new MemoryStore();
        var open = new MemoryStore();
        var collection = new CollectionStore();
        collection.TryJoin(closed);
        collection.TryJoin(open, takesAdditions: true, priority: 1);
        closed.TryAdd(s_older, null, AddDisposition.New, out StoredCrl? _);
        Assert.Equal(AddOutcome.Exists, collection.TryAdd(s_newer, null, AddDisposition.New, out StoredCrl? _));
        Assert.Equal(AddOutcome.Added, collection.TryAdd(s_newer, null, AddDisposition.Newer, out StoredCrl? stored));
        Assert.Same(closed, stored!.Store);
        CertificateRevocationList delta = TestCrl.Make("CN=ca", isDelta: true);
        Assert.Equal(AddOutcome.Added, collection.TryAdd(delta, null, AddDisposition.New, out stored));
        Assert.Same(open, stored!.Store);
        Assert.Equal([delta, s_newer], collection.Crls.Select(element => element.List));
        Assert.Equal([delta, s_newer], collection.FindCrlsByIssuer(delta.Issuer.Span).Select(element => element.List));
        Assert.True(collection.Remove(stored));
        Assert.Empty(open.Crls);
    }

    [Fact]
    public void A_read_only_store_takes_no_crl() =>
        Assert.Equal(AddOutcome.ReadOnly, new MemoryStore(isReadOnly: true).TryAdd(s_newer, null, AddDisposition.Always, out StoredCrl? _));

    private static (AddOutcome Outcome, string Left) Meet(
        CertificateRevocationList there, CertificateRevocationList added, AddDisposition disposition)
    {
        var store = new MemoryStore();
        store.TryAdd(there, null, AddDisposition.New, out StoredCrl? _);
        AddOutcome outcome = store.TryAdd(added, null, disposition, out StoredCrl? stored);
        Assert.Equal(outcome == AddOutcome.Exists, stored is null);
        return (outcome, string.Join(' ', store.Crls.Select(element => ReferenceEquals(element.List, s_older) ? "older" : "newer")));
    }
}
