# Whether a real server answers as docs/ and the stand-in server say. Each check only reads. What is shown has no name, no identifier and no secret:
# counts, versions, statuses and words of the API. CONTRIBUTING.md says how to run it.
#
#   LIVE_SERVER       the server, with its port if that is not 4443
#   LIVE_USER         an administrator's account that may use the REST API
#   LIVE_PASSWORD     its password
#   LIVE_THUMBPRINT   the SHA-256 of the server's certificate, without which no password is sent

$missing = 'LIVE_SERVER', 'LIVE_USER', 'LIVE_PASSWORD', 'LIVE_THUMBPRINT' | Where-Object { -not [Environment]::GetEnvironmentVariable($_) }
if ($PSVersionTable.PSEdition -ne 'Core') {
    $missing = 'PowerShell 7'
}

if ($missing) {
    Describe 'The live checks' {
        It "did not run, because this is missing: $($missing -join ', ')" -Skip { }
    }

    return
}

BeforeAll {
    Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) out/RestoreSessions/RestoreSessions.psd1)
    Add-Type -TypeDefinition @'
        using System.Net.Http;
        using System.Security.Cryptography;
        public static class LiveClient
        {
            public static bool IsSelfSigned, IsNamed;
            public static HttpClient Open(string thumbprint)
            {
                HttpClientHandler handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
                handler.ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) =>
                {
                    IsSelfSigned = certificate.Subject == certificate.Issuer;
                    IsNamed = (errors & System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch) == 0;
                    return certificate.GetCertHashString(HashAlgorithmName.SHA256) == thumbprint;
                };
                return new HttpClient(handler);
            }
        }
'@
    $client = [LiveClient]::Open(($env:LIVE_THUMBPRINT -replace '[\s:]').ToUpperInvariant())
    $address = if ($env:LIVE_SERVER -match ':\d+$') { "https://$env:LIVE_SERVER" } else { "https://${env:LIVE_SERVER}:4443" }

    # One answer. What goes wrong below HTTP is told without the name of the server, which .NET has in its messages.
    function Get-Answer {
        param([string] $Path, [string] $Token, [Collections.IDictionary] $Form, [string] $Method = 'GET')

        $request = [Net.Http.HttpRequestMessage]::new($Method, "$address/$Path")
        if ($Token) {
            $request.Headers.Authorization = [Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $Token)
        }

        if ($Form) {
            $pairs = [Collections.Generic.Dictionary[string, string]]::new()
            $Form.Keys | ForEach-Object { $pairs[$_] = $Form[$_] }
            $request.Content = [Net.Http.FormUrlEncodedContent]::new($pairs)
        }

        try {
            $answer = $client.Send($request)
            $text = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        }
        catch {
            throw "No answer: $($_.Exception.GetBaseException().GetType().Name). Compare LIVE_SERVER and LIVE_THUMBPRINT with the server."
        }

        $body = try { ConvertFrom-Json $text -NoEnumerate } catch { $null }
        [pscustomobject]@{ Status = [int] $answer.StatusCode; Date = $answer.Headers.Date; Text = $text; Body = $body; Form = Get-Form $body; Items = @(if ($body -is [array]) { $body } else { $body.results }) }
    }

    function Get-Form($Body) {
        if ($Body -is [array]) { 'array' } elseif ($null -ne $Body -and $Body.PSObject.Properties['results']) { 'page' } else { 'neither' }
    }

    # A text of the server's own vocabulary is shown, and any other only by its length.
    function Get-Unknown([string[]] $Word, [string[]] $Known) {
        $Word | Where-Object { $_ -notin $Known } | Sort-Object -Unique | ForEach-Object { if ($_ -cmatch '^[A-Za-z]{1,20}$') { $_ } else { "a text of $("$_".Length) characters" } }
    }

    function Get-Time([string] $Text, [string[]] $Name) {
        [regex]::Matches($Text, "`"(?:$($Name -join '|'))`"\s*:\s*`"(?<time>[^`"]*)`"") | ForEach-Object { [regex]::Unescape($_.Groups['time'].Value) }
    }

    function Skip-Unless([bool] $Condition, [string] $Because) {
        if (-not $Condition) {
            Set-ItResult -Skipped -Because $Because
        }
    }

    $facts = [Collections.Generic.List[string]]::new()
    $time = '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$'
    $statuses = @{}
    $failure = try {
        5..9 | ForEach-Object { $statuses[$_] = (Get-Answer "v$_/RestoreSessions?limit=1").Status }
    }
    catch {
        "$_"
    }
    $served = @($statuses.Keys | Where-Object { $statuses[$_] -eq 401 } | Sort-Object)
    $facts.Add("API versions: $($served -join ', ')")
    $facts.Add("Certificate: $(if ([LiveClient]::IsSelfSigned) { 'self-signed' } else { 'issued by another' }), $(if ([LiveClient]::IsNamed) { 'for the name that was given' } else { 'for another name' })")
    $tokens = @{}
    foreach ($version in $served) {
        $form = @{ grant_type = 'password'; username = $env:LIVE_USER; password = $env:LIVE_PASSWORD }
        if ($version -ge 7) {
            $form.disable_antiforgery_token = 'true'
        }

        $tokens[$version] = try { Get-Answer "v$version/token" -Form $form -Method POST } catch { [pscustomobject]@{ Status = 0 } }
    }
}

AfterAll {
    # Of v7 and later; the token of an earlier version expires.
    $served | Where-Object { $_ -ge 7 -and $tokens[$_].Body } | ForEach-Object { Get-Answer "v$_/token/logout" $tokens[$_].Body.access_token -Method POST | Out-Null }
    Get-RestoreConnection | Disconnect-RestoreServer -ErrorAction SilentlyContinue
    $client.Dispose()
    $facts | Out-Host
}

Describe 'The server' {
    It 'answers with the certificate that was named' {
        $failure | Should -BeNullOrEmpty
    }

    It 'serves an API version that the module knows, and answers 404 for others' {
        $served | Where-Object { $_ -le 8 } | Should -Not -BeNullOrEmpty -Because 'a request without a token is answered with 401 by a version that is served'
        @($statuses.Values | Where-Object { $_ -notin 401, 404 }) | Should -BeNullOrEmpty -Because 'a version is served (401) or is not (404)'
        $served | Should -Not -Contain 9 -Because 'no version after 8 is known'
    }

    It 'tells its time in the Date header' {
        $date = (Get-Answer "v$($served[-1])/RestoreSessions?limit=1").Date
        $date | Should -Not -BeNullOrEmpty
        $facts.Add("Clock: $([Math]::Round(($date - [DateTimeOffset]::UtcNow).TotalMinutes)) minutes from this machine's")
    }

    It 'is connected to by the module with the newest version, which lists the same sessions' {
        $password = ConvertTo-SecureString $env:LIVE_PASSWORD -AsPlainText -Force
        try {
            $connection = Connect-RestoreServer $env:LIVE_SERVER -Credential ([pscredential]::new($env:LIVE_USER, $password)) -CertificateThumbprint $env:LIVE_THUMBPRINT -PassThru
            $newest = $served | Where-Object { $_ -le 8 } | Select-Object -Last 1
            "$($connection.ApiVersion)" | Should -Be "v$newest"
            $read = @(Get-RestoreSession -Connection $connection)
        }
        catch [RestoreSessions.RestoreServerException] {
            throw "The module failed with $($_.FullyQualifiedErrorId)."
        }

        $facts.Add("Sessions: $($read.Count)")
        $listed = @()
        do {
            $page = Get-Answer "v$newest/RestoreSessions?limit=1000&offset=$($listed.Count)" $tokens[$newest].Body.access_token
            $listed += $page.Items
        } while ($page.Form -eq 'page' -and $page.Items.Count -eq 1000)
        $missing = @($listed.id | Where-Object { $_ -notin $read.Id })
        $missing.Count | Should -Be 0 -Because 'the module lists each session that the pages have, unless it started meanwhile'
    }
}

Describe 'Version <_>' -ForEach 5, 6, 7, 8 {
    BeforeAll {
        $version = $_
        $token = $tokens[$version].Body.access_token
        $list = if ($token) { Get-Answer "v$version/RestoreSessions?limit=100" $token }
    }

    BeforeEach {
        Skip-Unless ($version -in $served) 'the server does not serve it'
    }

    It 'gives a token with its lifetime, and another to renew it' {
        $tokens[$version].Status | Should -Be 200
        $tokens[$version].Body.token_type | Should -Be 'bearer'
        $tokens[$version].Body.expires_in -as [int] | Should -BeGreaterThan 0
        "$($tokens[$version].Body.refresh_token)".Length | Should -BeGreaterThan 0
    }

    It 'lists sessions as a page that starts at an offset' {
        $list.Status | Should -Be 200
        $list.Form | Should -BeIn $(if ($version -eq 5) { 'page', 'array' } else { 'page' })
        $facts.Add("v$version lists in $($list.Form)s$(if ($null -ne $list.Body.totalCount) { ' with totalCount' })")
        if ($version -eq 8) {
            $list.Body.totalCount | Should -BeNullOrEmpty -Because 'v8 has no totalCount'
        }

        Skip-Unless ($list.Form -eq 'page' -and $list.Items.Count -gt 1) 'there are fewer than two sessions, or no pages'
        $next = Get-Answer "v$version/RestoreSessions?limit=1&offset=1" $token
        $next.Items.Count | Should -Be 1 -Because 'limit is 1'
        ($next.Items[0].id -eq $list.Items[1].id) | Should -BeTrue -Because 'an offset counts sessions'
    }

    It 'lists the newest session first' -Skip:($_ -ne 8) {
        $created = @(Get-Time $list.Text creationTime | ForEach-Object { [DateTimeOffset]::Parse($_, [cultureinfo]::InvariantCulture) })
        $early = @(for ($i = 1; $i -lt $created.Count; $i++) { if ($created[$i] -gt $created[$i - 1]) { $i } })
        $early.Count | Should -Be 0 -Because 'no session is newer than the one before it'
    }

    It 'lists sessions that started after startTimeFrom' {
        Skip-Unless ($list.Items.Count -gt 1) 'there are fewer than two sessions'
        $from = (Get-Time $list.Text creationTime | ForEach-Object { [DateTimeOffset]::Parse($_, [cultureinfo]::InvariantCulture).ToUniversalTime() } | Sort-Object)[-2]
        $later = Get-Answer "v$version/RestoreSessions?startTimeFrom=$([uri]::EscapeDataString($from.ToString('yyyy-MM-ddTHH:mm:ss.fffffffZ', [cultureinfo]::InvariantCulture)))&limit=100" $token
        $later.Status | Should -Be 200
        @(Get-Time $later.Text creationTime | Where-Object { [DateTimeOffset]::Parse($_, [cultureinfo]::InvariantCulture) -le $from }).Count | Should -Be 0 -Because 'none of them started earlier'
        $later.Items.Count | Should -BeGreaterThan 0 -Because 'one started later'
    }

    It 'has the properties, the times and the words that are known' {
        Skip-Unless ($list.Items.Count -gt 0) 'there is no session'
        foreach ($name in 'id', 'type', 'creationTime', 'state', 'result') {
            @($list.Items | Where-Object { -not $_.$name }).Count | Should -Be 0 -Because "each session has $name"
        }

        @($list.Items | Where-Object { -not ($_.id -as [guid]) }).Count | Should -Be 0 -Because 'id is a GUID'
        @($list.Items | Where-Object { $null -ne $_.organization -and $_.organization -isnot [string] }).Count | Should -Be 0 -Because 'organization is a text'
        @($list.Items | Where-Object { $_.state -eq 'Working' -and $_.endTime }).Count | Should -Be 0 -Because 'a session that is working has no endTime'
        @(Get-Time $list.Text creationTime, endTime | Where-Object { $_ -notmatch $time }).Count | Should -Be 0 -Because 'each time has Z or an offset'
        Get-Unknown $list.Items.type 'Vex', 'Veod', 'Vesp', 'Vet' | Should -BeNullOrEmpty -Because 'a type is known'
        Get-Unknown $list.Items.state 'Working', 'Stopped', 'Starting', 'Stopping' | Should -BeNullOrEmpty -Because 'a state is known'
        Get-Unknown $list.Items.result 'Success', 'Warning', 'Failed' | Should -BeNullOrEmpty -Because 'a result is known'
    }

    It 'tells the events and the organization of a session, and in v8 its statistics' {
        Skip-Unless ($list.Items.Count -gt 0) 'there is no session'
        $path = "v$version/RestoreSessions/$($list.Items[0].id)"
        $events = Get-Answer "$path/Events?limit=100" $token
        $events.Status | Should -Be 200
        $events.Form | Should -Be 'page'
        Get-Unknown $events.Items.type 'None', 'Save', 'Export', 'Send', 'Restore', 'View' | Should -BeNullOrEmpty -Because 'a type is known'
        Get-Unknown $events.Items.status 'Running', 'Success', 'Warning', 'Failed', 'Cancelled', 'Skipped' | Should -BeNullOrEmpty -Because 'a status is known'
        @(Get-Time $events.Text startTime, endTime | Where-Object { $_ -notmatch $time }).Count | Should -Be 0 -Because 'each time has Z or an offset'
        (Get-Answer "$path/organization" $token).Body.id -as [guid] | Should -Not -BeNullOrEmpty
        if ($version -eq 8) {
            (Get-Answer "$path/Statistics" $token).Status | Should -Be 200 -Because 'v8 has statistics'
        }
    }

    It 'lists organizations' {
        $organizations = Get-Answer "v$version/Organizations$(if ($version -gt 5) { '?extendedView=false' })" $token
        $organizations.Status | Should -Be 200
        $organizations.Form | Should -Be $(if ($version -eq 8) { 'page' } else { 'array' })
    }

    It 'refuses what is not there, not permitted, or asked without a token' {
        (Get-Answer "v$version/RestoreSessions/$([guid]::NewGuid())" $token).Status | Should -Be 404
        (Get-Answer "v$version/Organization" $token).Status | Should -Be 403 -Because 'only a tenant has an organization of its own'
        (Get-Answer "v$version/RestoreSessions?limit=1" 'none').Status | Should -Be 401
    }
}
