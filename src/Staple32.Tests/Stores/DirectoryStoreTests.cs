using System.Text;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>Stores that are directories: what an administrator puts there, and what is written.</summary>
public sealed class DirectoryStoreTests : IDisposable
{
    private const uint Own = 0x8001;
    private const uint Other = 0x8002;
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);
    private static readonly CertificateRevocationList s_crl = TestCrl.Make("CN=ca");
    private readonly string _root = Directory.CreateTempSubdirectory("staple32-stores-").FullName;
    private readonly ManualTime _time = new();
    private readonly List<string> _reports = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_lies_in_the_directory_is_in_the_store()
    {
        Write("a.pem", Ascii(TestCertificate.Pem(s_certificates[0]) + "\n" + TestCertificate.Pem(s_certificates[1])));
        Write("b.crl", s_crl.Encoded);
        Write("c.cer", s_certificates[0].Encoded);
        Write("d.sst", Serialized(s_certificates[2], Own, 7));
        foreach (string ignored in new[] { ".hidden", "x.pem.0123.tmp", "a.pem~", "#a.pem#" })
            Write(ignored, TestCertificate.Make("CN=ignored").Encoded);
        Directory.CreateDirectory(Path.Combine(_root, "CA", "directory.pem"));
        DirectoryStore store = Open();
        Assert.Equal(s_certificates.Select(Hex), Held(store));
        Assert.Equal(7, store.Certificates[2].Properties.Get(Own)!.Value.Span[0]);
        Assert.Equal(s_crl.Encoded.ToArray(), Assert.Single(store.Crls).Encoded.ToArray());
        Assert.Empty(_reports);
    }

    [Fact]
    public void Damaged_files_are_reported_once_by_name_and_passed_over()
    {
        Write("bad.der", new byte[] { 0x30, 0x82, 0xff, 0xff, 0x30 });
        Write("bad\n\u001b.pem", Ascii("no certificate"));
        Write("cut.sst", Serialized(s_certificates[2], Own, 7).AsMemory()[..^9]);
        Write("half.pem", Ascii("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n" + TestCertificate.Pem(s_certificates[1])));
        Write("empty.pem", default);
        Write("good.cer", s_certificates[0].Encoded);
        File.CreateSymbolicLink(Path.Combine(_root, "CA", "round"), "round");
        File.CreateSymbolicLink(Path.Combine(_root, "CA", "missing"), "nothing");
        File.CreateSymbolicLink(Path.Combine(_root, "CA", "endless"), "/dev/zero");
        DirectoryStore store = Open();
        // In the order of the files' names.
        Assert.Equal([Hex(s_certificates[0]), Hex(s_certificates[1])], Held(store));
        Later();
        Assert.Equal(2, store.Certificates.Count);
        string[] names = ["bad.der", "bad??.pem", "cut.sst", "half.pem", "round"];
        Assert.Equal(names.Length, _reports.Count);
        Assert.All(names, name => Assert.Single(_reports, line => line.StartsWith(Path.Combine(_root, "CA", name) + ": ", StringComparison.Ordinal)));
        Assert.True(store.TryResync());
        Assert.Equal(2 * names.Length, _reports.Count);
    }

    [Fact]
    public void A_missing_directory_is_an_empty_store_until_it_is_made()
    {
        DirectoryStore store = Open();
        Assert.Empty(store.Certificates);
        Write("a.cer", s_certificates[0].Encoded);
        Later();
        Assert.Single(store.Certificates);
        Directory.Delete(Path.Combine(_root, "CA"), recursive: true);
        Later();
        Assert.Empty(store.Certificates);
        Assert.Empty(_reports);
    }

    [Fact]
    public void The_directory_may_be_written_in_any_case()
    {
        Directory.CreateDirectory(Path.Combine(_root, "ca"));
        File.WriteAllBytes(Path.Combine(_root, "ca", "a.cer"), s_certificates[0].Encoded.ToArray());
        DirectoryStore store = Open();
        Assert.Single(store.Certificates);
        Add(store, s_certificates[1]);
        Assert.False(Directory.Exists(Path.Combine(_root, "CA")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_root, "ca")).Length);
    }

    [Fact]
    public void A_directory_that_cannot_be_read_leaves_the_store_as_it_was()
    {
        Write("a.cer", s_certificates[0].Encoded);
        DirectoryStore store = Open(maxFiles: 20);
        Assert.Single(store.Certificates);
        for (int file = 0; file < 20; file++)
            File.Create(Path.Combine(_root, "CA", $"{file}")).Dispose();
        for (int look = 0; look < 3; look++)
        {
            Later();
            Assert.Single(store.Certificates);
        }

        Assert.Contains("files", Assert.Single(_reports), StringComparison.Ordinal);
        Assert.Throws<IOException>(() => store.TryResync());
    }

    [Fact]
    public void Additions_and_removals_are_written_at_once_and_show_in_every_store_at_once()
    {
        DirectoryStore store = Open();
        DirectoryStore other = Open();
        Assert.Empty(other.Certificates);
        StoredCertificate added = Add(store, s_certificates[0]);
        store.TryAdd(s_crl, null, AddDisposition.New, out StoredCrl? _);
        string file = PathOf(s_certificates[0], ".pem");
        Assert.Equal(TestCertificate.Pem(s_certificates[0]) + "\n", File.ReadAllText(file));
        Assert.Equal([Hex(s_certificates[0])], Held(other));
        Assert.Single(other.Crls);
        Assert.Equal(AddOutcome.Exists, other.TryAdd(s_certificates[0], null, AddDisposition.New, out StoredCertificate? _));
        Assert.True(store.Remove(added));
        Assert.False(File.Exists(file));
        Assert.Empty(other.Certificates);
        Assert.False(store.Remove(added));
        Assert.Empty(Directory.GetFiles(Path.Combine(_root, "CA"), "*.tmp"));
    }

    [Fact]
    public void A_newer_one_takes_the_file_of_the_older_one_away()
    {
        Certificate older = TestCertificate.Make("CN=a", ageInDays: 3);
        Certificate newer = TestCertificate.Make("CN=a");
        Write("mine.cer", older.Encoded);
        DirectoryStore store = Open();
        Assert.Equal(AddOutcome.Added, store.TryAdd(newer, null, AddDisposition.Newer, out StoredCertificate? _));
        Assert.Equal([PathOf(newer, ".pem")], Directory.GetFiles(Path.Combine(_root, "CA")));
        Assert.Equal(AddOutcome.Exists, store.TryAdd(older, null, AddDisposition.Newer, out StoredCertificate? _));
        Assert.Equal([Hex(newer)], Held(Open()));
    }

    [Fact]
    public void The_very_same_is_kept_once()
    {
        DirectoryStore store = Open();
        for (int round = 0; round < 2; round++)
            Assert.Equal(AddOutcome.Added, store.TryAdd(s_certificates[0], null, AddDisposition.Always, out StoredCertificate? _));
        Assert.Single(store.Certificates);
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "CA")));
    }

    [Fact]
    public void Somebody_elses_file_of_the_same_name_is_left_alone()
    {
        string taken = PathOf(s_certificates[0], ".pem");
        Write(Path.GetFileName(taken), Ascii(TestCertificate.Pem(s_certificates[1])));
        DirectoryStore store = Open();
        StoredCertificate added = Add(store, s_certificates[0]);
        Assert.Equal(2, Open().Certificates.Count);
        Assert.True(store.Remove(added));
        Assert.Equal(TestCertificate.Pem(s_certificates[1]), File.ReadAllText(taken));
    }

    [Fact]
    public void Properties_are_kept_and_computed_ones_need_not_be()
    {
        DirectoryStore store = Open();
        StoredCertificate element = Add(store, s_certificates[0]);
        Assert.NotNull(ComputedProperties.Get(element, PropertyIds.Sha1Hash));
        element.KeepProperty(PropertyIds.Sha1Hash);
        Assert.Equal([PathOf(s_certificates[0], ".pem")], Directory.GetFiles(Path.Combine(_root, "CA")));
        Set(element, Own, 7);
        Assert.Equal([PathOf(s_certificates[0], ".sst")], Directory.GetFiles(Path.Combine(_root, "CA")));
        Assert.Equal(7, Assert.Single(Open().Certificates).Properties.Get(Own)!.Value.Span[0]);
        element.Properties.Set(Own, null);
        element.KeepProperty(Own);
        Assert.Equal([PathOf(s_certificates[0], ".pem")], Directory.GetFiles(Path.Combine(_root, "CA")));
    }

    [Fact]
    public void What_is_set_without_being_kept_survives_a_look_and_is_never_written()
    {
        DirectoryStore store = Open();
        StoredCertificate element = Add(store, s_certificates[0]);
        element.Properties.Set(Own, new byte[] { 7 });
        Set(element, Other, 8);
        Add(Open(), s_certificates[1]);
        Assert.Equal(2, store.Certificates.Count);
        Assert.Equal(7, element.Properties.Get(Own)!.Value.Span[0]);
        StoredCertificate again = Assert.Single(Open().Certificates, one => Hex(one.Certificate) == Hex(s_certificates[0]));
        Assert.Equal([Other], again.Properties.Ids);
    }

    [Fact]
    public void A_property_that_another_store_sets_or_deletes_is_seen_here()
    {
        DirectoryStore store = Open();
        StoredCertificate here = Add(store, s_certificates[0]);
        StoredCertificate there = Open().Certificates[0];
        Set(there, Own, 7);
        Assert.Same(here, Assert.Single(store.Certificates));
        Assert.Equal(7, here.Properties.Get(Own)!.Value.Span[0]);
        there.Properties.Set(Own, null);
        there.KeepProperty(Own);
        Assert.Single(store.Certificates);
        Assert.False(here.Properties.Contains(Own));
    }

    [Fact]
    public void What_stands_in_a_file_with_others_stays_there_and_may_get_properties()
    {
        byte[] two = Ascii(TestCertificate.Pem(s_certificates[0]) + "\n" + TestCertificate.Pem(s_certificates[1]));
        Write("two.pem", two);
        DirectoryStore store = Open();
        StoredCertificate element = store.Certificates[0];
        Assert.Throws<UnauthorizedAccessException>(() => store.Remove(element));
        Assert.Equal(AddOutcome.UsedExisting, store.TryAdd(s_certificates[0], null, AddDisposition.UseExisting, out StoredCertificate? _));
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "CA")));
        Set(element, Own, 7);
        Later();
        Assert.Same(element, store.Certificates.Single(one => Hex(one.Certificate) == Hex(s_certificates[0])));
        Assert.Equal(7, Open().Certificates.Single(one => Hex(one.Certificate) == Hex(s_certificates[0])).Properties.Get(Own)!.Value.Span[0]);
        Assert.Throws<UnauthorizedAccessException>(() => store.Remove(element));
        Assert.Equal(two, File.ReadAllBytes(Path.Combine(_root, "CA", "two.pem")));
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\ncut off")]
    public void A_file_that_holds_more_than_is_read_is_never_deleted(string more)
    {
        Write("both.pem", Ascii(TestCertificate.Pem(s_certificates[0]) + "\n" + more));
        DirectoryStore store = Open();
        StoredCertificate element = Assert.Single(store.Certificates);
        Assert.Throws<UnauthorizedAccessException>(() => store.Remove(element));
        Set(element, Own, 7);
        Assert.True(File.Exists(Path.Combine(_root, "CA", "both.pem")));
    }

    [Fact]
    public void Changes_by_others_show_within_a_second_and_elements_stay_the_same()
    {
        DirectoryStore store = Open();
        StoredCertificate element = Add(store, s_certificates[0]);
        Write("other.cer", s_certificates[1].Encoded);
        Later();
        Assert.Equal(2, store.Certificates.Count);
        Assert.Contains(element, store.Certificates);
        Write("third.cer", s_certificates[2].Encoded);
        Assert.True(store.TryResync());
        Assert.Equal(3, store.Certificates.Count);
        // In place, as an editor may do it.
        Write("third.cer", Ascii("nothing"));
        Later();
        Assert.Equal(2, store.Certificates.Count);
    }

    [Fact]
    public void What_cannot_be_written_is_not_in_the_store_either()
    {
        File.WriteAllText(Path.Combine(_root, "CA"), "in the way");
        DirectoryStore store = Open();
        Assert.ThrowsAny<IOException>(() => store.TryAdd(s_certificates[0], null, AddDisposition.New, out StoredCertificate? _));
        Assert.Empty(store.Certificates);
    }

    [Fact]
    public void A_read_only_one_writes_nothing()
    {
        Write("a.cer", s_certificates[0].Encoded);
        DirectoryStore store = Open(isReadOnly: true);
        Assert.Equal(AddOutcome.ReadOnly, store.TryAdd(s_certificates[1], null, AddDisposition.New, out StoredCertificate? _));
        StoredCertificate element = Assert.Single(store.Certificates);
        Assert.False(store.Remove(element));
        Set(element, Own, 7);
        Assert.Equal(7, element.Properties.Get(Own)!.Value.Span[0]);
        Assert.Single(Directory.GetFiles(Path.Combine(_root, "CA")));
        Assert.Equal(StoreAccess.SystemStore, store.Access);
        Assert.Equal(StoreAccess.SystemStore | StoreAccess.WritePersist, Open().Access);
    }

    [Fact]
    public async Task Threads_that_add_and_look_do_not_disturb_each_other()
    {
        DirectoryStore store = Open();
        Certificate[] many = TestCertificate.MakeMany(40, "many");
        Task[] work = [.. many.Select((certificate, number) => Task.Run(() =>
        {
            StoredCertificate added = Add(number % 2 == 0 ? store : Open(), certificate);
            Assert.NotEmpty(store.FindBySubject(certificate.Subject.Span));
            if (number % 4 == 0)
                Assert.True(store.Remove(added));
        }))];
        await Task.WhenAll(work);
        Assert.Equal(30, Open().Certificates.Count);
        Assert.Equal(30, store.Certificates.Count);
    }

    private DirectoryStore Open(bool isReadOnly = false, int maxFiles = 1000) =>
        new([new StoreDirectory(_root, "CA")], StoreAccess.SystemStore, isReadOnly, _time, _reports.Add) { MaxFiles = maxFiles };

    private void Later() => _time.Advance(TimeSpan.FromSeconds(1));

    private void Write(string name, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(Path.Combine(_root, "CA"));
        File.WriteAllBytes(Path.Combine(_root, "CA", name), bytes.ToArray());
    }

    private string PathOf(Certificate certificate, string extension) =>
        Path.Combine(_root, "CA", Convert.ToHexString(certificate.Sha1Thumbprint.Span) + extension);

    private static StoredCertificate Add(DirectoryStore store, Certificate certificate)
    {
        Assert.Equal(AddOutcome.Added, store.TryAdd(certificate, null, AddDisposition.New, out StoredCertificate? added));
        return added!;
    }

    private static void Set(StoredCertificate element, uint id, byte value)
    {
        element.Properties.Set(id, new[] { value });
        element.KeepProperty(id);
    }

    private static byte[] Serialized(Certificate certificate, uint id, byte value)
    {
        var element = new StoredCertificate(certificate);
        element.Properties.Set(id, new[] { value });
        return SerializedStore.Write([element], []);
    }

    private static IEnumerable<string> Held(CertificateStore store) => store.Certificates.Select(element => Hex(element.Certificate));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string Hex(Certificate certificate) => Convert.ToHexString(certificate.Encoded.Span);
}
