using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public sealed class FileStoreTests : IDisposable
{
    private static readonly Certificate[] s_certificates = TestCertificate.MakeMany(2);
    private readonly string _directory = Directory.CreateTempSubdirectory("staple32-stores-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_certificates_of_a_file_are_there_in_their_order()
    {
        string path = Write(string.Join('\n', s_certificates.Select(TestCertificate.Pem)));
        FileStore store = FileStore.Open(path);
        Assert.Equal(2, store.Certificates.Count);
        for (int index = 0; index < 2; index++)
            Assert.True(store.Certificates[index].Certificate.Encoded.Span.SequenceEqual(s_certificates[index].Encoded.Span));
    }

    [Fact]
    public void Changes_stay_in_memory()
    {
        string path = Write(TestCertificate.Pem(s_certificates[0]));
        byte[] before = File.ReadAllBytes(path);
        FileStore store = FileStore.Open(path);
        Assert.Equal(AddOutcome.Added, store.TryAdd(s_certificates[1], null, AddDisposition.New, out _));
        Assert.True(store.Remove(store.Certificates[0]));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_read_only_one_does_not_change()
    {
        FileStore store = FileStore.Open(Write(TestCertificate.Pem(s_certificates[0])), access: FileStoreAccess.ReadOnly);
        Assert.Equal(AddOutcome.ReadOnly, store.TryAdd(s_certificates[1], null, AddDisposition.New, out _));
        Assert.False(store.Remove(store.Certificates[0]));
    }

    [Fact]
    public void A_missing_file_is_created_only_if_asked_for()
    {
        string path = Path.Combine(_directory, "missing");
        Assert.Throws<FileNotFoundException>(() => FileStore.Open(path));
        Assert.Empty(FileStore.Open(path, FileStoreMode.OpenOrCreate).Certificates);
        Assert.True(File.Exists(path));
        Assert.Throws<IOException>(() => FileStore.Open(path, FileStoreMode.CreateNew));
        File.Delete(path);
        Assert.Empty(FileStore.Open(path, FileStoreMode.CreateNew).Certificates);
        Assert.True(File.Exists(path));
    }

    [Theory]
    [InlineData("text without a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")]
    public void A_file_of_anything_else_is_refused_with_its_name(string contents)
    {
        string path = Write(contents);
        CertificateFormatException refusal = Assert.Throws<CertificateFormatException>(() => FileStore.Open(path));
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_entry_does_not_excuse_a_bad_one()
    {
        string path = Write(TestCertificate.Pem(s_certificates[0]) + "\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
        Assert.Throws<CertificateFormatException>(() => FileStore.Open(path));
    }

    [Fact]
    public void A_file_that_never_ends_ends_at_the_limit()
    {
        using var endless = new EndlessStream();
        Assert.Throws<InvalidDataException>(() => BoundedFile.ReadToEnd(endless, 100_000));
        Assert.InRange(endless.Taken, 100_000, 200_000);
    }

    private string Write(string contents)
    {
        string path = Path.Combine(_directory, Path.GetRandomFileName());
        File.WriteAllText(path, contents);
        return path;
    }

    private sealed class EndlessStream : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Taken += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
