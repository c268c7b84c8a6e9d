using System.Security.Cryptography;

namespace RestoreSessions.Audit;

/// <summary>How a trail's file is known again, whatever it is called by then: by a hash of its first bytes.</summary>
internal sealed class FileHead
{
    private const int Most = 256;

    /// <summary>How many bytes; fewer than 256 while the file is shorter.</summary>
    public int Length { get; set; }

    /// <summary>Their SHA-256 in base 64.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The head of a file as it is.</summary>
    public static FileHead Of(Stream file)
    {
        byte[] bytes = Read(file, 0, Most);
        return new FileHead { Length = bytes.Length, Hash = HashOf(bytes) };
    }

    /// <summary>Whether a file begins with these bytes.</summary>
    public bool IsOf(Stream file) => file.Length >= Length && HashOf(Read(file, 0, Length)) == Hash;

    /// <summary>So many bytes of a file, or those that there are.</summary>
    public static byte[] Read(Stream file, long offset, int count)
    {
        byte[] bytes = new byte[Math.Max(0, Math.Min(count, file.Length - offset))];
        file.Seek(offset, SeekOrigin.Begin);
        int read = 0;
        for (int part = 1; part > 0 && read < bytes.Length; read += part)
        {
            part = file.Read(bytes, read, bytes.Length - read);
        }

        Array.Resize(ref bytes, read);
        return bytes;
    }

    private static string HashOf(byte[] bytes)
    {
        using SHA256 hash = SHA256.Create();
        return Convert.ToBase64String(hash.ComputeHash(bytes));
    }
}
