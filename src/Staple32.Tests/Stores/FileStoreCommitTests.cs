using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>File stores that are written back, and that notice what others write.</summary>
public sealed class FileStoreCommitTests : IDisposable
{
    private const uint Own = 0x8001;
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(3);
    private static readonly CertificateRevocationList s_crl = TestCrl.Make("CN=ca");
    private readonly string _directory = Directory.CreateTempSubdirectory("staple32-stores-").FullName;
    private DateTime _time = DateTime.UtcNow.AddDays(-1);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("new.sst", StoreFormat.Serialized)]
    [InlineData("new", StoreFormat.Serialized)]
    [InlineData("new.p7c", StoreFormat.Message)]
    [InlineData("new.SPC", StoreFormat.Message)]
    public void The_name_of_a_new_file_decides_its_form(string name, StoreFormat format)
    {
        FileStore store = OpenForCommit(PathOf(name), FileStoreMode.CreateNew);
        Add(store, s_certificates[0]);
        store.TryAdd(s_crl, null, AddDisposition.New, out StoredCrl? _);
        store.Close();
        StoreContents contents = ReadFile(PathOf(name));
        Assert.Equal((format, 1, 1), (contents.Format, contents.Certificates.Count, contents.Crls.Count));
    }

    [Theory]
    [InlineData(StoreFormat.Serialized)]
    [InlineData(StoreFormat.Message)]
    public void A_file_keeps_its_form_whatever_its_name(StoreFormat format)
    {
        string path = PathOf("odd.p7c.sst");
        StoredCertificate[] one = [new(s_certificates[0])];
        WriteFile(path, format == StoreFormat.Message ? CertificateMessage.Write(one, []) : SerializedStore.Write(one, []));
        FileStore store = OpenForCommit(path);
        Add(store, s_certificates[1]);
        Assert.True(store.TryCommit(evenUnchanged: false));
        Assert.Equal((format, 2), (ReadFile(path).Format, ReadFile(path).Certificates.Count));
    }

    [Fact]
    public void A_single_certificate_and_pem_are_not_written_back()
    {
        WriteFile(PathOf("one.cer"), s_certificates[0].Encoded.ToArray());
        File.WriteAllText(PathOf("some.pem"), TestCertificate.Pem(s_certificates[0]));
        Assert.Throws<UnauthorizedAccessException>(() => OpenForCommit(PathOf("one.cer")));
        Assert.Throws<UnauthorizedAccessException>(() => OpenForCommit(PathOf("some.pem")));
    }

    [Fact]
    public void Only_a_store_that_is_opened_for_it_is_written()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = FileStore.Open(path);
        Add(store, s_certificates[1]);
        Assert.False(store.TryCommit(evenUnchanged: true));
        Assert.False(store.TryForgetChanges());
        store.Close();
        Assert.Single(ReadFile(path).Certificates);
    }

    [Fact]
    public void Properties_are_written_and_read_again()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = OpenForCommit(path);
        store.Certificates[0].Properties.Set(Own, new byte[] { 5 });
        store.Close();
        Assert.Equal(5, FileStore.Open(path).Certificates[0].Properties.Get(Own)!.Value.Span[0]);
    }

    [Fact]
    public void What_has_not_changed_is_written_only_by_force()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = OpenForCommit(path);
        WriteFile(path, []);
        store.TryCommit(evenUnchanged: false);
        store.Close();
        Assert.Empty(File.ReadAllBytes(path));
        Assert.True(store.TryCommit(evenUnchanged: true));
        Assert.Single(ReadFile(path).Certificates);
    }

    [Fact]
    public void Changes_that_are_forgotten_are_not_written_at_close()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = OpenForCommit(path);
        Add(store, s_certificates[1]);
        Assert.True(store.TryForgetChanges());
        store.Close();
        Assert.Single(ReadFile(path).Certificates);
        Assert.Equal(2, store.Certificates.Count);
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_permissions_and_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = WriteSerialized(s_certificates[0]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        string link = PathOf("link");
        File.CreateSymbolicLink(link, path);
        FileStore store = OpenForCommit(link);
        Add(store, s_certificates[1]);
        store.Close();
        Assert.Equal(path, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        Assert.Equal(2, ReadFile(path).Certificates.Count);
        Assert.Equal(2, Directory.GetFiles(_directory).Length);
    }

    [Fact]
    public void A_file_that_cannot_be_written_stays_as_it_was_and_the_changes_stay_to_be_written()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = OpenForCommit(path);
        Add(store, s_certificates[1]);
        string elsewhere = _directory + "-moved";
        Directory.Move(_directory, elsewhere);
        Assert.Equal(WriteErrors.PathNotFound, Assert.Throws<WriteFailedException>(() => store.Close()).Error);
        Directory.Move(elsewhere, _directory);
        Assert.Single(ReadFile(path).Certificates);
        store.Close();
        Assert.Equal(2, ReadFile(path).Certificates.Count);
    }

    [Fact]
    public void Resyncing_shows_what_others_wrote_and_keeps_elements_that_are_still_there()
    {
        string path = WriteSerialized(s_certificates[0], s_certificates[1]);
        FileStore store = FileStore.Open(path);
        StoredCertificate kept = store.Certificates[1];
        Add(store, s_certificates[0], AddDisposition.Always);
        WriteSerialized(s_certificates[1], s_certificates[2]);
        Assert.Equal(3, store.Certificates.Count);
        Assert.True(store.TryResync());
        Assert.Equal([Hex(s_certificates[1]), Hex(s_certificates[2])], store.Certificates.Select(element => Hex(element.Certificate)));
        Assert.Same(kept, store.Certificates[0]);
    }

    [Fact]
    public void Resyncing_takes_over_properties()
    {
        string path = PathOf("store");
        var element = new StoredCertificate(s_certificates[0]);
        element.Properties.Set(Own, new byte[] { 1 });
        WriteFile(path, SerializedStore.Write([element], []));
        FileStore store = FileStore.Open(path);
        StoredCertificate read = store.Certificates[0];
        element.Properties.Set(Own, new byte[] { 2 });
        WriteFile(path, SerializedStore.Write([element], []));
        store.TryResync();
        Assert.Same(read, store.Certificates[0]);
        Assert.Equal(2, read.Properties.Get(Own)!.Value.Span[0]);
    }

    [Fact]
    public void A_file_with_the_same_certificate_twice_has_it_twice()
    {
        string path = WriteSerialized(s_certificates[0], s_certificates[0]);
        FileStore store = FileStore.Open(path);
        Assert.Equal(2, store.Certificates.Count);
        store.TryResync();
        Assert.Equal(2, store.Certificates.Count);
    }

    [Fact]
    public void A_file_that_cannot_be_read_leaves_the_store_as_it_was()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = FileStore.Open(path);
        WriteFile(path, [1, 2, 3]);
        Assert.Throws<CertificateFormatException>(() => store.TryResync());
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => store.TryResync());
        Assert.Single(store.Certificates);
    }

    [Fact]
    public void Resyncing_always_looks_at_the_beginning_of_an_enumeration_and_not_within()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = FileStore.Open(path);
        Assert.True(store.TryResyncAlways());
        Assert.True(store.TryNext<StoredCertificate>(null, null, out StoredCertificate? first));
        WriteSerialized(s_certificates[0], s_certificates[1]);
        Assert.True(store.TryNext(first, null, out StoredCertificate? next));
        Assert.Null(next);
        Assert.NotNull(store.FindByIssuerAndSerial(s_certificates[1].Issuer.Span, s_certificates[1].SerialNumber.Span));
        File.Delete(path);
        Assert.Equal(2, store.Certificates.Count);
        WriteFile(path, [1, 2, 3]);
        Assert.Equal(2, store.Certificates.Count);
        WriteSerialized(s_certificates[2]);
        Assert.Equal(Hex(s_certificates[2]), Hex(Assert.Single(store.Certificates).Certificate));
    }

    [Fact]
    public void Changes_that_are_still_to_be_written_are_not_lost_by_looking()
    {
        string path = WriteSerialized(s_certificates[0]);
        FileStore store = OpenForCommit(path);
        store.TryResyncAlways();
        Add(store, s_certificates[1]);
        WriteSerialized(s_certificates[2]);
        Assert.Equal(2, store.Certificates.Count);
        store.TryCommit(evenUnchanged: false);
        Assert.Equal(2, store.Certificates.Count);
        WriteSerialized(s_certificates[2]);
        Assert.Single(store.Certificates);
    }

    private static void Add(FileStore store, Certificate certificate, AddDisposition disposition = AddDisposition.New) =>
        Assert.Equal(AddOutcome.Added, store.TryAdd(certificate, null, disposition, out StoredCertificate? _));

    private static FileStore OpenForCommit(string path, FileStoreMode mode = FileStoreMode.OpenExisting) =>
        FileStore.Open(path, mode, FileStoreAccess.Commit);

    private static StoreContents ReadFile(string path) => StoreContents.Read(File.ReadAllBytes(path), line => Assert.Fail(line));

    private static string Hex(Certificate certificate) => Convert.ToHexString(certificate.Encoded.Span);

    private string PathOf(string name) => Path.Combine(_directory, name);

    private string WriteSerialized(params Certificate[] certificates)
    {
        string path = PathOf("store");
        WriteFile(path, SerializedStore.Write(certificates.Select(certificate => new StoredCertificate(certificate)), []));
        return path;
    }

    // Each file with a time of its own, whatever the clock's and the file system's resolution.
    private void WriteFile(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        _time = _time.AddMinutes(1);
        File.SetLastWriteTimeUtc(path, _time);
    }
}
